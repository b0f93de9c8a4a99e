package dev.holdfast.device.fault;

import java.util.Optional;

/// One failure: its kind, what it happened to in words, and the fault that led to it.
///
/// @param kind what sort of failure this is
/// @param message names the thing and its size: `copy-in of "weights" (12 MiB) failed`
/// @param cause the fault this one follows from
public record Fault(FaultKind kind, String message, Optional<Fault> cause) {
    private static final int LINKS_SHOWN = 8;

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

    /// The chain, first effect first; of a long one the ends, because each link of a chain of
    /// dependents may have added its own.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind + ": " + message);
        int links = 0;
        Fault fault = this;
        while (fault.cause.isPresent()) {
            fault = fault.cause.get();
            links++;
            if (links < LINKS_SHOWN) {
                text.append(" <- ").append(fault.kind).append(": ").append(fault.message);
            }
        }
        if (links >= LINKS_SHOWN) {
            text.append(links > LINKS_SHOWN ? " <- … <- " : " <- ");
            text.append(fault.kind).append(": ").append(fault.message);
        }
        return text.toString();
    }
}
