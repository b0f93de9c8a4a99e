package dev.holdfast.device;

import java.io.Serial;

/// The source of a kernel does not compile, or there is no such kernel in it.
public final class KernelBuildException extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1L;

    private final String log;

    /// `what` failed in one line, with the compiler's own words behind it.
    public KernelBuildException(String what, String log) {
        super(log.isBlank() ? what : what + ":\n" + log.strip());
        this.log = log;
    }

    /// What the compiler said; empty if it said nothing.
    public String log() {
        return log;
    }
}
