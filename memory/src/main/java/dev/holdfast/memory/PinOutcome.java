package dev.holdfast.memory;

import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.RefusedException;

/// What became of a request to pin an object.
public sealed interface PinOutcome {
    /// It is resident and stays so.
    ///
    /// @param pin to be closed
    record Pinned(Pin pin) implements PinOutcome {}

    /// It is not, and nothing has changed.
    ///
    /// @param reason why
    record Refused(Refusal reason) implements PinOutcome {}

    /// The pin; throws if there is none.
    default Pin orThrow() {
        return switch (this) {
            case Pinned(Pin pin) -> pin;
            case Refused(Refusal reason) -> throw new RefusedException(reason);
        };
    }
}
