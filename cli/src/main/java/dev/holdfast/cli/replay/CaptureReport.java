package dev.holdfast.cli.replay;

/// A capture that a replay has made, held against the trace.
///
/// @param file where it is
/// @param trigger what began it, for people
/// @param op the operation that it is about; empty if it is about none
/// @param client whose that is
/// @param objects how many objects are in it
/// @param moved how many of them have moved since the operation was submitted
/// @param reads how many objects that the operation only reads have bytes in it
/// @param words how many words those have
/// @param wrongWords how many of these are not what the trace says
public record CaptureReport(
        String file,
        String trigger,
        String op,
        String client,
        int objects,
        int moved,
        long reads,
        long words,
        long wrongWords) {}
