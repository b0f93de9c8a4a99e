package dev.holdfast.memory.capture;

import dev.holdfast.device.fence.Fence;

/// What became of the wish for a capture.
public sealed interface CaptureOutcome {
    /// It has begun: what is under way is noted, and what is to be read is held.
    ///
    /// @param finished settles when it can be taken; badly, if there was no memory for it
    record Begun(Fence finished) implements CaptureOutcome {}

    /// There is none.
    ///
    /// @param reason why
    record NotBegun(Reason reason) implements CaptureOutcome {}

    /// Why a capture did not begin.
    enum Reason {
        /// An earlier one is being made.
        UNDER_WAY,
        /// An earlier one was not taken.
        NOT_TAKEN,
        /// This manager makes none.
        OFF,
        /// There is no device: the manager is suspended.
        SUSPENDED
    }
}
