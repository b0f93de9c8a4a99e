package dev.holdfast.memory.work;

import java.io.Serial;

/// A [Refusal] as an exception: what `orThrow()` throws.
public final class RefusedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /// Wraps `refusal`.
    public RefusedException(Refusal refusal) {
        super(refusal.message());
        this.refusal = refusal;
    }

    /// The refusal itself.
    public Refusal refusal() {
        return refusal;
    }
}
