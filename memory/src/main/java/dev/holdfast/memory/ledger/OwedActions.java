package dev.holdfast.memory.ledger;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one thread is still to do for a ledger that it has let go, in the order in which it was
/// decided. An action that takes and leaves the ledger again has what is decided there put behind
/// the rest: the order holds, and a chain of such actions needs one stack frame.
final class OwedActions {
    private final ArrayDeque<Runnable> actions = new ArrayDeque<>();
    private boolean running;
    private @Nullable Throwable first;

    void add(List<Runnable> later) {
        actions.addAll(later);
    }

    /// Runs `step` now; what it throws waits until everything else has had its turn.
    void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error thrown) {
            note(thrown);
        }
    }

    /// Runs all that is owed, then throws the first that was thrown by any of it.
    void run() {
        if (running) {
            return;
        }
        running = true;
        Runnable action;
        while ((action = actions.pollFirst()) != null) {
            attempt(action);
        }
        running = false;
        Throwable thrown = first;
        first = null;
        switch (thrown) {
            case null -> {}
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalStateException(thrown);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a throwable cannot suppress itself
    private void note(Throwable thrown) {
        if (first == null) {
            first = thrown;
        } else if (first != thrown) {
            first.addSuppressed(thrown);
        }
    }
}
