package dev.holdfast.device.fence;

import dev.holdfast.device.fault.Fault;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A fence in the hands of whoever settles it.
///
/// The whole state is one field: null or a stack of waiting callbacks while pending, a
/// [FenceStatus] once settled. Adding a callback and settling are both a compare-and-set of that
/// field, so a callback is either in the stack that the settling thread takes, or was told that it
/// came too late; there is no third case.
public final class SettableFence implements Fence {
    static final SettableFence SIGNALLED_FENCE;

    // not constants of FenceStatus: two threads that met it first by different records would wait
    // for each other's class initialization
    private static final FenceStatus PENDING = new FenceStatus.Pending();
    private static final FenceStatus SIGNALLED = new FenceStatus.Signalled();

    private static final VarHandle STATE;

    static {
        try {
            STATE =
                    MethodHandles.lookup()
                            .findVarHandle(SettableFence.class, "state", Object.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
        SIGNALLED_FENCE = new SettableFence(SIGNALLED);
    }

    private volatile @Nullable Object state;

    /// A thread that waits. One that gives up takes itself out of the stack.
    private static final class Waiter implements Consequence {
        private final Thread thread = Thread.currentThread();

        @Override
        public void settled(Fence fence) {
            LockSupport.unpark(thread);
        }
    }

    /// A pending fence.
    public SettableFence() {
        this(null);
    }

    /// A fence born settled, if there is an `outcome`: nobody waits for it yet, so that it may be
    /// made where nothing may be settled.
    SettableFence(@Nullable FenceStatus outcome) {
        this.state = outcome;
    }

    /// Settles the fence well; answers false, and does nothing, if it had settled already.
    public boolean signal() {
        return settle(SIGNALLED);
    }

    /// Settles the fence badly; answers false, and does nothing, if it had settled already.
    public boolean fail(Fault fault) {
        return settle(new FenceStatus.Failed(fault));
    }

    /// Settles with `fault`, or well where there is none.
    public boolean settle(Optional<Fault> fault) {
        return fault.isPresent() ? fail(fault.get()) : signal();
    }

    /// Takes over the outcome of `settled`, which must have settled.
    public boolean settleLike(Fence settled) {
        return settle(settled.status());
    }

    private boolean settle(FenceStatus outcome) {
        if (!outcome.isSettled()) {
            throw new IllegalArgumentException("a fence cannot settle as pending");
        }
        ThreadRules rules = ThreadRules.current();
        if (rules.heldLock != null) {
            throw new InvariantError("settling a fence while holding " + rules.heldLock);
        }
        Object before;
        do {
            before = state;
            if (before instanceof FenceStatus) {
                return false;
            }
        } while (!STATE.compareAndSet(this, before, outcome));
        if (before != null) {
            deliver(rules, (Waiting) before);
        }
        return true;
    }

    /// Callbacks run in the order in which they were added, our own before those of users. Needs no
    /// memory: whoever waits has brought what it takes.
    private static void deliver(ThreadRules rules, Waiting newest) {
        Waiting oldestFirst = null;
        for (Waiting each = newest; each != null; ) {
            Waiting earlier = each.next;
            each.next = oldestFirst;
            oldestFirst = each;
            each = earlier;
        }
        for (Waiting each = oldestFirst; each != null; ) {
            Waiting later = each.next;
            rules.add(each);
            each = later;
        }
        Trampoline.run(rules);
    }

    @Override
    public FenceStatus status() {
        return state instanceof FenceStatus outcome ? outcome : PENDING;
    }

    @Override
    public boolean isSettled() {
        return state instanceof FenceStatus;
    }

    @Override
    public boolean onSettled(FenceCallback callback) {
        while (true) {
            Object before = state;
            if (before instanceof FenceStatus) {
                return false;
            }
            if (STATE.compareAndSet(this, before, new Waiting(this, callback, (Waiting) before))) {
                return true;
            }
        }
    }

    /// Takes `waiter` out again, unless the fence has settled: threads that poll a pending fence
    /// with short timeouts leave no trail. Copies what is above it and shares what is below. A
    /// thread that settles the fence meanwhile links the stack the other way round under it: what
    /// is walked then still ends, and is thrown away, because the state is another.
    private void forget(Waiter waiter) {
        while (state instanceof Waiting newest) {
            ArrayDeque<FenceCallback> above = new ArrayDeque<>();
            Waiting found = newest;
            while (found != null && found.callback != waiter) {
                above.push(found.callback);
                found = found.next;
            }
            Waiting kept = found == null ? null : found.next;
            for (FenceCallback callback : above) {
                kept = new Waiting(this, callback, kept);
            }
            if (STATE.compareAndSet(this, newest, kept)) {
                return;
            }
        }
    }

    @Override
    public void whenSettled(Executor executor, Consumer<FenceStatus> action) {
        FenceCallback hop = fence -> hand(executor, () -> action.accept(fence.status()));
        if (!onSettled(hop)) {
            hop.settled(this);
        }
    }

    private static void hand(Executor executor, Runnable call) {
        try {
            executor.execute(call);
        } catch (RejectedExecutionException shutDown) {
            // documented: an executor that refuses gets no call
        } catch (Throwable thrown) {
            ForeignCode.threw(thrown);
        }
    }

    @Override
    public FenceStatus await() throws InterruptedException {
        return await(Duration.ofSeconds(Long.MAX_VALUE));
    }

    @Override
    public FenceStatus await(Duration timeout) throws InterruptedException {
        SignallingSection.forbid("waiting for a fence");
        LockMark.forbid("waiting for a fence");
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before waiting for a fence");
        }
        if (isSettled() || timeout.isZero() || timeout.isNegative()) {
            return status();
        }
        Waiter waiter = new Waiter();
        if (onSettled(waiter)) {
            park(waiter, timeout);
        }
        return status();
    }

    private void park(Waiter waiter, Duration timeout) throws InterruptedException {
        boolean forever = timeout.compareTo(Duration.ofDays(36_500)) > 0;
        long deadlineNanos = forever ? 0 : System.nanoTime() + timeout.toNanos();
        try {
            while (!isSettled()) {
                if (forever) {
                    LockSupport.park(this);
                } else {
                    long leftNanos = deadlineNanos - System.nanoTime();
                    if (leftNanos <= 0) {
                        return;
                    }
                    LockSupport.parkNanos(this, leftNanos);
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for a fence");
                }
            }
        } finally {
            if (!isSettled()) {
                forget(waiter);
            }
        }
    }

    @Override
    public String toString() {
        return switch (status()) {
            case FenceStatus.Pending pending -> "Fence(pending)";
            case FenceStatus.Signalled signalled -> "Fence(signalled)";
            case FenceStatus.Failed(Fault cause) -> "Fence(failed: " + cause + ")";
        };
    }
}
