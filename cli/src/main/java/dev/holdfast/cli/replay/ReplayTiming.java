package dev.holdfast.cli.replay;

/// How long a replay took.
///
/// @param wallNanos from the first counted submission until the last operation was through
/// @param cpuNanos of the whole process meanwhile: of every thread, the compiler's too
/// @param computeNanos kernels alone
/// @param submitNanosP50 the median time that the submitting thread spent in a submission
/// @param submitNanosP99 what one submission in a hundred exceeded
public record ReplayTiming(
        long wallNanos,
        long cpuNanos,
        long computeNanos,
        long submitNanosP50,
        long submitNanosP99) {
    /// Time in which no kernel ran.
    public long stallNanos() {
        return Math.max(0, wallNanos - computeNanos);
    }
}
