package dev.holdfast.device;

import java.io.Serial;

/// A kernel touched what it may not: outside its argument, read-only, not mapped, or revoked.
public final class KernelFaultException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /// Says what was touched and why that is a fault.
    public KernelFaultException(String message) {
        super(message);
    }
}
