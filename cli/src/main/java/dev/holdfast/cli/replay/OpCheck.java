package dev.holdfast.cli.replay;

/// What a kernel has found in everything that it read.
///
/// @param bytes that it looked at
/// @param wrongReads buffers with at least one wrong word
/// @param foreignReads those with at least one foreign word
/// @param staleWords wrong words that were an older content's
/// @param foreignWords wrong words that were another buffer's
/// @param garbageWords wrong words that were nobody's
/// @param digest of what it read
/// @param nanos how long it worked
/// @param firstWrong the first wrong word, for people; empty if there was none
record OpCheck(
        long bytes,
        int wrongReads,
        int foreignReads,
        long staleWords,
        long foreignWords,
        long garbageWords,
        long digest,
        long nanos,
        String firstWrong) {

    /// Nothing read.
    static final OpCheck NOTHING = new OpCheck(0, 0, 0, 0, 0, 0, 0, 0, "");

    /// With one more buffer.
    OpCheck plus(WordCount count) {
        return new OpCheck(
                bytes + count.bytes(),
                wrongReads + (count.isRight() ? 0 : 1),
                foreignReads + (count.foreign() > 0 ? 1 : 0),
                staleWords + count.stale(),
                foreignWords + count.foreign(),
                garbageWords + count.garbage(),
                Digest.mix(digest) + count.digest(),
                nanos,
                firstWrong.isEmpty() ? count.firstWrong() : firstWrong);
    }

    /// After so much work.
    OpCheck within(long measuredNanos) {
        return new OpCheck(
                bytes,
                wrongReads,
                foreignReads,
                staleWords,
                foreignWords,
                garbageWords,
                digest,
                measuredNanos,
                firstWrong);
    }
}
