package dev.holdfast.memory.ledger;

import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.device.fence.LockMark;
import dev.holdfast.device.fence.SettlingSection;
import dev.holdfast.device.fence.SignallingSection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// The one lock of a manager, with the list of what is to happen once it is free again.
///
/// Not reentrant, on purpose: code that takes it twice does not know whether it holds it.
public final class Ledger {
    private static final String NAME = "the ledger";

    /// What it takes until a thread that is woken runs.
    private static final long WAKING_NANOS = 50_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Section section = new Section();
    private final Drain drain;
    private final ThreadLocal<OwedActions> owed = ThreadLocal.withInitial(OwedActions::new);

    private final LongAdder thrown;

    // guarded by lock
    private final List<Runnable> afterwards = new ArrayList<>();

    /// The scope in which the ledger is held: `try (var _ = ledger.enter())`.
    public final class Section implements AutoCloseable {
        private Section() {}

        @Override
        public void close() {
            try (var settling = settling()) {
                settling.attempt(Ledger.this::leave);
                drain.run();
            }
        }
    }

    /// A free ledger whose drain hands over to `relief` when it has run long enough.
    public Ledger(Executor relief) {
        this(relief, new LongAdder());
    }

    /// As above; `thrown` counts what users' code throws that is called because of what happens
    /// here.
    public Ledger(Executor relief, LongAdder thrown) {
        this.drain = new Drain(this, relief);
        this.thrown = thrown;
    }

    /// A scope in which all that follows from one event is settled before a user is called.
    public SettlingSection settling() {
        return SettlingSection.enter(thrown);
    }

    /// Takes the ledger, waiting for its turn. Throws inside a signalling section.
    public Section enter() {
        SignallingSection.forbid("taking the ledger");
        LockMark.set(NAME);
        lock.lock();
        return section;
    }

    /// Lets those have their turn who wait for the ledger, between two of many holds: whoever takes
    /// it again at once would be quicker than who has to be woken. Not while holding it.
    public void giveWay() {
        if (lock.hasQueuedThreads()) {
            LockSupport.parkNanos(WAKING_NANOS);
        }
    }

    /// What is to be done under the ledger when somebody next can.
    public Drain drain() {
        return drain;
    }

    /// Leaves `action` to be run by this thread as soon as it has let the ledger go, in order: if
    /// the thread is running such an action already, behind those that it still owes.
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
        if (lock.isHeldByCurrentThread()) {
            return false;
        }
        // before taking it: a thread that threw with the ledger in its hand would keep it
        LockMark.forbid("taking " + NAME);
        if (!lock.tryLock()) {
            return false;
        }
        LockMark.set(NAME);
        return true;
    }

    /// Lets go, whatever happens. What was left to be done, this thread now owes: [#settleUp].
    void leave() {
        requireHeld();
        try {
            if (!afterwards.isEmpty()) {
                owed.get().add(afterwards);
                afterwards.clear();
            }
        } finally {
            lock.unlock();
            LockMark.clear();
        }
    }

    /// Does what this thread owes; one action that throws does not stop the others.
    void settleUp(SettlingSection section) {
        owed.get().run(section);
    }
}
