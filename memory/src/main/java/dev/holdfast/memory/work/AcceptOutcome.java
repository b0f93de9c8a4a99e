package dev.holdfast.memory.work;

import dev.holdfast.device.fault.Fault;

/// What became of accepting an object's content as it is after a failed write.
public sealed interface AcceptOutcome {
    /// The content counts as good from now on.
    ///
    /// @param version which of the contents submitted it was to be; what a failed writer left
    record Accepted(long version) implements AcceptOutcome {}

    /// There is nothing to accept: the bytes are gone, or not the client's.
    ///
    /// @param fault what became of them
    record Refused(Fault fault) implements AcceptOutcome {}
}
