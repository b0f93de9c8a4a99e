package dev.holdfast.sim.oracle;

import org.jspecify.annotations.Nullable;

/// The first violation that was seen, if any was.
public final class Verdict {
    private @Nullable Finding finding;

    /// A promise that was not kept.
    ///
    /// @param promise which: `P1` to `P10`, or [#OWN_ASSERTION]
    /// @param message who saw what where
    public record Finding(String promise, String message) {}

    /// What is not the oracle's doing: the code itself has noticed that something is wrong.
    public static final String OWN_ASSERTION = "own assertion";

    /// Reports a violation; only the first counts.
    public void violated(String promise, String message) {
        if (finding == null) {
            finding = new Finding(promise, message);
        }
    }

    /// Reports what somebody has found, if anything.
    public void report(@Nullable Finding found) {
        if (found != null) {
            violated(found.promise(), found.message());
        }
    }

    /// Reports something that was thrown and should not have been.
    public void thrown(Throwable unexpected) {
        violated(OWN_ASSERTION, unexpected.toString());
    }

    /// True once a violation was reported.
    public boolean isReached() {
        return finding != null;
    }

    /// The violation, if there was one.
    public @Nullable Finding finding() {
        return finding;
    }
}
