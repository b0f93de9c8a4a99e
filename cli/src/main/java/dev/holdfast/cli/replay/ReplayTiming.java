package dev.holdfast.cli.replay;

import java.util.OptionalLong;

/// How long a replay took. Where nothing ran there are no times.
///
/// @param wallNanos from the first counted submission until the last operation was through
/// @param cpuNanos of the whole process meanwhile: of every thread, the compiler's too
/// @param computeNanos kernels alone, where they can be timed
/// @param submitNanosP50 the median time that the submitting thread spent in a submission
/// @param submitNanosP99 what one submission in a hundred exceeded
public record ReplayTiming(
        OptionalLong wallNanos,
        long cpuNanos,
        OptionalLong computeNanos,
        OptionalLong submitNanosP50,
        OptionalLong submitNanosP99) {
    /// Time in which no kernel ran, where that is known.
    public OptionalLong stallNanos() {
        return computeNanos.isEmpty() || wallNanos.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, wallNanos.getAsLong() - computeNanos.getAsLong()));
    }
}
