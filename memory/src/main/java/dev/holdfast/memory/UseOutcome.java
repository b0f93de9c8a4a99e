package dev.holdfast.memory;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.RefusedException;

/// What became of a wish to use objects by commands of one's own.
public sealed interface UseOutcome {
    /// They are the caller's until he closes the use.
    record InUse(Use use) implements UseOutcome {}

    /// They cannot be.
    record Refused(Refusal reason) implements UseOutcome {}

    /// The client has as much in flight as it may.
    ///
    /// @param fence settles when there may be room
    record WindowFull(Fence fence) implements UseOutcome {}

    /// The use; throws [RefusedException], or [IllegalStateException] if the window is full.
    default Use orThrow() {
        return switch (this) {
            case InUse(Use use) -> use;
            case Refused(Refusal reason) -> throw new RefusedException(reason);
            case WindowFull full -> throw new IllegalStateException("the client's window is full");
        };
    }
}
