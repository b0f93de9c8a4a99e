package dev.holdfast.device.fault;

import java.io.Serial;

/// A [Fault] as an exception: what `orThrow()` throws.
public final class FaultException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    /// Wraps `fault`; its chain is in the message.
    public FaultException(Fault fault) {
        super(fault.toString());
        this.fault = fault;
    }

    /// The fault itself.
    public Fault fault() {
        return fault;
    }
}
