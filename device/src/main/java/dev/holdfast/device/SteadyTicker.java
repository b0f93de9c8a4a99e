package dev.holdfast.device;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.Executor;

/// Time in which the process ran, by another ticker: what limits and deadlines are told by.
///
/// **A pause** of the whole process (it was stopped, the machine slept, a collection took long) is
/// nobody's time. It shows in an alarm that rings far too late. So every alarm is waited for in
/// slices, and where one is late, all of the time since the clock was last looked at counts for
/// nothing: the pause was somewhere in it. What cannot be noticed is a pause that is shorter than a
/// slice, or than what a busy machine makes of an alarm by itself. While no alarm is set nobody
/// looks, and all time counts; whoever compares times without one sets one.
///
/// **A clock that jumps back** stands still for a moment instead.
///
/// Where one alarm after the other is late without a pause, because the machine has no time for
/// them, their time counts after all, from some number in a row on: what is overdue is found.
///
/// Any thread may use it. Asking for the time takes a lock only where a pause or a jump is noticed.
public final class SteadyTicker implements Ticker {
    private static final int SLICES = 8;
    private static final long LEAST_SLICE_NANOS = 1_000_000;
    private static final long MOST_SLICE_NANOS = 30_000_000_000L;

    /// An alarm that is no later than this, or than its slice, is in time.
    private static final long LEAST_TOLERANCE_NANOS = 10_000_000;

    /// So many late alarms in a row may count for nothing.
    private static final int MOST_LATE = 64;

    private static final VarHandle LAST;

    static {
        try {
            LAST =
                    MethodHandles.lookup()
                            .findVarHandle(SteadyTicker.class, "lastNanos", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Ticker inner;
    private final Object lock = new Object();

    // written under the lock
    private volatile View view = new View(0, 0, false);

    @SuppressWarnings("unused") // by LAST: when anybody looked last, by the inner ticker
    private long lastNanos;

    // guarded by the lock
    private final TreeSet<Sliced> pending =
            new TreeSet<>(
                    Comparator.<Sliced>comparingLong(each -> each.lateNanos)
                            .thenComparingLong(each -> each.order));
    private long orders;
    private long graceNanos;
    private boolean graced;
    private int lateInARow;

    /// What the inner ticker's time means.
    ///
    /// @param offsetNanos what is taken from it
    /// @param untilNanos beyond this it has not been looked at for too long
    /// @param bounded whether there is any such bound
    private record View(long offsetNanos, long untilNanos, boolean bounded) {}

    /// Time by `inner`.
    public SteadyTicker(Ticker inner) {
        this.inner = inner;
        this.lastNanos = inner.nanoTime();
    }

    /// The same workers, with time in which the process ran.
    public static Workers of(Workers workers) {
        return new SteadyWorkers(workers, new SteadyTicker(workers.ticker()));
    }

    private record SteadyWorkers(Workers inner, Ticker ticker) implements Workers {
        @Override
        public Executor worker(String name) {
            return inner.worker(name);
        }

        @Override
        public FenceStatus await(Fence fence) throws InterruptedException {
            return inner.await(fence);
        }

        @Override
        public boolean stepped() {
            return inner.stepped();
        }
    }

    /// The view and the last look are read before the clock is: what is read after them cannot be
    /// earlier, unless the clock has jumped back.
    @Override
    @SuppressWarnings("ReferenceEquality") // the same view
    public long nanoTime() {
        View current = view;
        long before = (long) LAST.getOpaque(this);
        long nanos = inner.nanoTime();
        boolean inTime = !current.bounded || nanos - current.untilNanos <= 0;
        if (nanos - before >= 0 && inTime && view == current) {
            LAST.setOpaque(this, nanos);
            return nanos - current.offsetNanos;
        }
        synchronized (lock) {
            return lookClosely();
        }
    }

    private long lookClosely() {
        View current = view;
        long before = (long) LAST.getOpaque(this);
        long nanos = inner.nanoTime();
        long offset = current.offsetNanos;
        if (nanos - before < 0) {
            offset += nanos - before;
            jumped(nanos - before);
        } else if (current.bounded && nanos - current.untilNanos > 0) {
            graceNanos = nanos + LEAST_TOLERANCE_NANOS;
            graced = true;
            if (lateInARow < MOST_LATE) {
                lateInARow++;
                offset += nanos - before;
            }
        }
        LAST.setOpaque(this, nanos);
        show(offset);
        return nanos - offset;
    }

    /// What is waited for comes when it would have come, whatever the clock says.
    private void jumped(long byNanos) {
        pending.forEach(each -> each.lateNanos += byNanos);
        graceNanos += byNanos;
    }

    /// Under the lock, when an alarm comes or goes as well.
    private void show(long offsetNanos) {
        boolean bounded = !pending.isEmpty();
        long until = bounded ? pending.getFirst().lateNanos : 0;
        if (bounded && graced && graceNanos - until > 0) {
            until = graceNanos;
        }
        view = new View(offsetNanos, until, bounded);
    }

    @Override
    public Instant wallTime() {
        return inner.wallTime();
    }

    @Override
    public Alarm schedule(long delayNanos, Runnable task) {
        Sliced alarm = new Sliced(nanoTime(), delayNanos, task);
        alarm.arm(delayNanos);
        return alarm;
    }

    /// An alarm that is waited for in slices.
    private final class Sliced implements Alarm {
        private final long dueNanos;
        private final long sliceNanos;
        private final Runnable task;

        // guarded by the lock
        private long order;
        private long lateNanos;
        private boolean cancelled;
        private Alarm slice = () -> {};

        Sliced(long nowNanos, long delayNanos, Runnable task) {
            this.dueNanos = nowNanos + Math.max(0, delayNanos);
            this.sliceNanos = Math.clamp(delayNanos / SLICES, LEAST_SLICE_NANOS, MOST_SLICE_NANOS);
            this.task = task;
        }

        private void arm(long leftNanos) {
            long delay = Math.clamp(leftNanos, 0, sliceNanos);
            synchronized (lock) {
                if (cancelled) {
                    return;
                }
                order = orders++;
                lateNanos = inner.nanoTime() + delay + Math.max(sliceNanos, LEAST_TOLERANCE_NANOS);
                pending.add(this);
                show(view.offsetNanos);
            }
            boolean armed = false;
            try {
                Alarm next = inner.schedule(delay, this::ring);
                armed = true;
                keep(next);
            } finally {
                if (!armed) {
                    cancel();
                }
            }
        }

        private void keep(Alarm next) {
            boolean late;
            synchronized (lock) {
                slice = next;
                late = cancelled;
            }
            if (late) {
                next.cancel();
            }
        }

        /// Looks at the clock while it still waits for this: that is what notices a pause.
        private void ring() {
            long left;
            synchronized (lock) {
                if (cancelled) {
                    return;
                }
                if (inner.nanoTime() - lateNanos <= 0) {
                    lateInARow = 0;
                }
                left = dueNanos - nanoTime();
                pending.remove(this);
                cancelled = left <= 0;
                show(view.offsetNanos);
            }
            if (left > 0) {
                arm(left);
            } else {
                task.run();
            }
        }

        @Override
        public void cancel() {
            Alarm current;
            synchronized (lock) {
                cancelled = true;
                pending.remove(this);
                show(view.offsetNanos);
                current = slice;
            }
            current.cancel();
        }
    }
}
