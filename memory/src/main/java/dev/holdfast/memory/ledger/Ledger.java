package dev.holdfast.memory.ledger;

import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.device.fence.LockMark;
import dev.holdfast.device.fence.SignallingSection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one lock of a manager, with the list of what is to happen once it is free again.
///
/// Not reentrant, on purpose: code that takes it twice does not know whether it holds it.
public final class Ledger {
    private static final String NAME = "the ledger";

    private final ReentrantLock lock = new ReentrantLock();
    private final Section section = new Section();
    private final Drain drain;

    // guarded by lock
    private List<Runnable> afterwards = new ArrayList<>();

    /// The scope in which the ledger is held: `try (var held = ledger.enter())`.
    public final class Section implements AutoCloseable {
        private Section() {}

        @Override
        public void close() {
            leave();
            drain.run();
        }
    }

    /// A free ledger whose drain hands over to `relief` when it has run long enough.
    public Ledger(java.util.concurrent.Executor relief) {
        this.drain = new Drain(this, relief);
    }

    /// Takes the ledger, waiting for its turn. Throws inside a signalling section.
    public Section enter() {
        SignallingSection.forbid("taking the ledger");
        LockMark.set(NAME);
        lock.lock();
        return section;
    }

    /// What is to be done under the ledger when somebody next can.
    public Drain drain() {
        return drain;
    }

    /// Leaves `action` to be run by this thread as soon as it has let the ledger go; in order.
    public void afterwards(Runnable action) {
        requireHeld();
        afterwards.add(action);
    }

    /// Throws if this thread does not hold the ledger.
    public void requireHeld() {
        if (!lock.isHeldByCurrentThread()) {
            throw new InvariantError("ledger state touched without holding the ledger");
        }
    }

    /// True if this thread holds it.
    public boolean isHeld() {
        return lock.isHeldByCurrentThread();
    }

    boolean tryEnter() {
        if (lock.isHeldByCurrentThread() || !lock.tryLock()) {
            return false;
        }
        LockMark.set(NAME);
        return true;
    }

    /// Lets go, then runs what was left to be done; one that throws does not stop the others.
    void leave() {
        requireHeld();
        List<Runnable> actions = afterwards;
        if (!actions.isEmpty()) {
            afterwards = new ArrayList<>();
        }
        LockMark.clear();
        lock.unlock();
        Throwable first = null;
        for (Runnable action : actions) {
            first = run(action, first);
        }
        rethrow(first);
    }

    private static @Nullable Throwable run(Runnable action, @Nullable Throwable first) {
        try {
            action.run();
            return first;
        } catch (RuntimeException | Error thrown) {
            if (first == null) {
                return thrown;
            }
            first.addSuppressed(thrown);
            return first;
        }
    }

    private static void rethrow(@Nullable Throwable thrown) {
        if (thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }
}
