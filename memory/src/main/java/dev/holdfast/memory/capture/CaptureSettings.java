package dev.holdfast.memory.capture;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Which captures are made, and who gets them.
///
/// @param limits what each may cost
/// @param onFault whether one begins when the device fails a kernel or is lost
/// @param submitterStacks whether submissions note where they were made
/// @param taker who takes captures as they are finished; nobody's is kept until it is asked for
public record CaptureSettings(
        CaptureLimits limits, boolean onFault, boolean submitterStacks, Optional<Taker> taker) {

    /// Somebody who takes captures.
    ///
    /// @param executor where it is called
    /// @param consumer what is called
    public record Taker(Executor executor, Consumer<Capture> consumer) {}

    /// Usual limits, captures of faults, no stacks, kept until somebody asks.
    public static CaptureSettings defaults() {
        return new CaptureSettings(CaptureLimits.defaults(), true, false, Optional.empty());
    }

    /// With other limits.
    public CaptureSettings withLimits(CaptureLimits other) {
        return new CaptureSettings(other, onFault, submitterStacks, taker);
    }

    /// With captures of faults, or without.
    public CaptureSettings withOnFault(boolean begin) {
        return new CaptureSettings(limits, begin, submitterStacks, taker);
    }

    /// With the stacks of submitters, or without.
    public CaptureSettings withSubmitterStacks(boolean noted) {
        return new CaptureSettings(limits, onFault, noted, taker);
    }

    /// With somebody who takes them.
    public CaptureSettings withTaker(Executor executor, Consumer<Capture> consumer) {
        return new CaptureSettings(
                limits, onFault, submitterStacks, Optional.of(new Taker(executor, consumer)));
    }
}
