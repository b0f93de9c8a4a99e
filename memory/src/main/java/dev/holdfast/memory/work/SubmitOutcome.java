package dev.holdfast.memory.work;

import dev.holdfast.device.fence.Fence;

/// What became of a submission.
public sealed interface SubmitOutcome {
    /// It was accepted.
    ///
    /// @param fence settles with its outcome
    record Submitted(Fence fence) implements SubmitOutcome {}

    /// It was refused, and nothing has changed.
    ///
    /// @param reason why
    record Refused(Refusal reason) implements SubmitOutcome {}

    /// The client has as much in flight as its window allows; nothing has changed.
    ///
    /// @param fence settles when there may be room again
    record WindowFull(Fence fence) implements SubmitOutcome {}

    /// The fence of an accepted submission; throws for any other outcome.
    default Fence orThrow() {
        return switch (this) {
            case Submitted(Fence fence) -> fence;
            case Refused(Refusal reason) -> throw new RefusedException(reason);
            case WindowFull windowFull ->
                    throw new IllegalStateException(
                            "the client's window is full: wait for its fence, or use submit");
        };
    }
}
