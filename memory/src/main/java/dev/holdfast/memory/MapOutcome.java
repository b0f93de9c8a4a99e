package dev.holdfast.memory;

import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.RefusedException;

/// What became of a request to map an object.
public sealed interface MapOutcome {
    /// It is mapped.
    ///
    /// @param mapping to be closed
    record Mapped(HostMapping mapping) implements MapOutcome {}

    /// It is not, and nothing has changed.
    ///
    /// @param reason why
    record Refused(Refusal reason) implements MapOutcome {}

    /// The mapping; throws if there is none.
    default HostMapping orThrow() {
        return switch (this) {
            case Mapped(HostMapping mapping) -> mapping;
            case Refused(Refusal reason) -> throw new RefusedException(reason);
        };
    }
}
