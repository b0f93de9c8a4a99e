package dev.holdfast.cli.replay;

/// One operation on its way.
///
/// @param number unique in the replay
/// @param place where its digest belongs: the client, and which of the client's operations it is
/// @param client whose it is
/// @param name what the trace calls it
/// @param iteration from zero
/// @param reads how many buffers it reads
/// @param counted whether it counts for the figures
/// @param atLeastNanos how long its kernel takes at least
record ReplayOp(
        long number,
        long place,
        String client,
        String name,
        int iteration,
        int reads,
        boolean counted,
        long atLeastNanos) {}
