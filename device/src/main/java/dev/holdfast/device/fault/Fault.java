package dev.holdfast.device.fault;

import java.util.Optional;

/// One failure: its kind, what it happened to in words, and the fault that led to it.
///
/// @param kind what sort of failure this is
/// @param message names the thing and its size: `copy-in of "weights" (12 MiB) failed`
/// @param cause the fault this one follows from
public record Fault(FaultKind kind, String message, Optional<Fault> cause) {

    /// A first fault, with no cause behind it.
    public static Fault of(FaultKind kind, String message) {
        return new Fault(kind, message, Optional.empty());
    }

    /// A fault that follows from `cause`.
    public static Fault causedBy(FaultKind kind, String message, Fault cause) {
        return new Fault(kind, message, Optional.of(cause));
    }

    /// The fault at the bottom of the chain.
    public Fault root() {
        Fault fault = this;
        while (fault.cause.isPresent()) {
            fault = fault.cause.get();
        }
        return fault;
    }

    /// This fault as an exception, for callers that want one.
    public FaultException toException() {
        return new FaultException(this);
    }

    @Override
    public String toString() {
        return kind + ": " + message + cause.map(fault -> " <- " + fault).orElse("");
    }
}
