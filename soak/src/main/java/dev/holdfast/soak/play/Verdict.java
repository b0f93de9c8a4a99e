package dev.holdfast.soak.play;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The first thing that was wrong, if anything was; whoever plays stops then. Thread-safe.
public final class Verdict {
    private static final Optional<String> NOTHING = Optional.empty();

    private final AtomicReference<Optional<String>> first = new AtomicReference<>(NOTHING);
    private volatile boolean over;

    /// Something is wrong, by that promise.
    public void violated(String promise, String what) {
        first.compareAndSet(NOTHING, Optional.of(promise + ": " + what));
        over = true;
    }

    /// It has been long enough.
    public void end() {
        over = true;
    }

    /// True if nobody is to begin anything.
    public boolean isOver() {
        return over;
    }

    /// What was wrong.
    public Optional<String> violation() {
        return first.get();
    }
}
