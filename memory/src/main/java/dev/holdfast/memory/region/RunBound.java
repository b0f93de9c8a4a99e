package dev.holdfast.memory.region;

/// What is known of how long a run of free ranges can be, without looking at them: no run is longer
/// than this. Only freeing makes runs longer.
final class RunBound {
    /// How far a run is followed to either side just to know its length.
    private static final int FOLLOWED = 32;

    private long atMostBytes = Long.MAX_VALUE;

    long atMostBytes() {
        return atMostBytes;
    }

    /// Somebody has looked at every run.
    void sawAll(long longestBytes) {
        atMostBytes = longestBytes;
    }

    /// `range` is free now.
    void freed(FreeRange range) {
        if (atMostBytes < Long.MAX_VALUE) {
            atMostBytes = Math.max(atMostBytes, runAtMost(range));
        }
    }

    private static long runAtMost(FreeRange range) {
        long runBytes = range.sizeBytes;
        Range before = range.before;
        Range after = range.after;
        for (int followed = 0; followed < FOLLOWED; followed++) {
            boolean ended = true;
            if (before instanceof FreeRange) {
                runBytes += before.sizeBytes;
                before = before.before;
                ended = false;
            }
            if (after instanceof FreeRange) {
                runBytes += after.sizeBytes;
                after = after.after;
                ended = false;
            }
            if (ended) {
                return runBytes;
            }
        }
        return Long.MAX_VALUE;
    }
}
