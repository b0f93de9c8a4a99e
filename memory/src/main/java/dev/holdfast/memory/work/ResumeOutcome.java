package dev.holdfast.memory.work;

/// What became of a wish to go on, on a device.
public sealed interface ResumeOutcome {
    /// Work is accepted again.
    ///
    /// @param bound how many of the ranges that kernels could use before they can use again
    /// @param left how many of them there was no room for: they are bound when they are used
    record Resumed(int bound, int left) implements ResumeOutcome {}

    /// It is suspended as before, and has not touched the device.
    ///
    /// @param reason why, for people
    record Refused(String reason) implements ResumeOutcome {}

    /// This, if it goes on; throws [IllegalStateException] for the other outcome.
    default Resumed orThrow() {
        return switch (this) {
            case Resumed resumed -> resumed;
            case Refused(String reason) -> throw new IllegalStateException(reason);
        };
    }
}
