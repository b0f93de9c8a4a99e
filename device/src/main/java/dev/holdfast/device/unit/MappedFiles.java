package dev.holdfast.device.unit;

/// What has to be known of memory that is a mapped file: the file may get shorter, or its disk may
/// fail, and then whoever touches the memory has an [InternalError].
public final class MappedFiles {
    // read anew each time, so that no compiler knows how often the loop runs
    private static volatile int turns = 2;

    private MappedFiles() {}

    /// Has an [InternalError] thrown here, if this thread's last accesses have earned one. Call it
    /// at the end of the block that is to catch it.
    ///
    /// Compiled code notices a lost page only at its next safepoint poll. Without one the error
    /// comes some time after the block, out of a statement that has nothing to do with it. A loop
    /// that the compiler cannot count has a poll; this one costs a few nanoseconds.
    public static void surfaceErrors() {
        int turn = 0;
        do {
            turn++;
        } while (turn < turns);
    }
}
