package dev.holdfast.device.fence;

import java.io.Serial;

/// A rule that Holdfast sets itself was broken: a bug in Holdfast, never the caller's. Not to be
/// caught; the state that broke the rule is not to be trusted any further.
public final class InvariantError extends Error {
    @Serial private static final long serialVersionUID = 1L;

    /// Names the rule and what broke it.
    public InvariantError(String message) {
        super(message);
    }
}
