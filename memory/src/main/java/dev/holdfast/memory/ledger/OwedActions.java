package dev.holdfast.memory.ledger;

import dev.holdfast.device.fence.SettlingSection;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one thread is still to do for a ledger that it has let go, in the order in which it was
/// decided. An action that takes and leaves the ledger again has what is decided there put behind
/// the rest: the order holds, and a chain of such actions needs one stack frame. One that throws
/// does not stop the others.
final class OwedActions {
    private final ArrayDeque<Runnable> actions = new ArrayDeque<>();
    private boolean running;

    void add(List<Runnable> later) {
        actions.addAll(later);
    }

    /// Runs all that is owed, within `section`, which tells of what is thrown.
    void run(SettlingSection section) {
        if (running) {
            return;
        }
        running = true;
        @Nullable Runnable action;
        while ((action = actions.pollFirst()) != null) {
            section.attempt(action);
        }
        running = false;
    }
}
