package dev.holdfast.sim.world;

import dev.holdfast.device.Ticker;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Virtual time. It passes when [#pass] says so, and an alarm runs when it is told to, not before
/// its time. Equal times run in the order of asking.
public final class SimClock implements Ticker {
    /// What is further off than this is not waited for: by then something else has happened. A long
    /// limit is waited for in slices of half a minute, which have to be out of sight as well.
    private static final long HORIZON_NANOS = 20_000_000_000L;

    private Due[] heap = new Due[16];
    private int size;
    private long nowNanos = 1_000_000;
    private long pausedNanos;
    private long jumpedNanos;
    private long unsteady;
    private long asked;

    /// An alarm; one that was called off stays in the heap until it comes up.
    private static final class Due implements Alarm {
        private final long atNanos;
        private final long order;
        private @Nullable Runnable task;

        Due(long atNanos, long order, Runnable task) {
            this.atNanos = atNanos;
            this.order = order;
            this.task = task;
        }

        boolean isBefore(Due other) {
            return atNanos != other.atNanos ? atNanos < other.atNanos : order < other.order;
        }

        @Override
        public void cancel() {
            task = null;
        }
    }

    @Override
    public long nanoTime() {
        return nowNanos + jumpedNanos;
    }

    /// In the time in which the process ran: so it says when something was, whatever became of the
    /// clock.
    @Override
    public Instant wallTime() {
        return Instant.EPOCH.plusNanos(ranNanos());
    }

    /// For how long the process has run: what a limit may be held against.
    public long ranNanos() {
        return nowNanos - pausedNanos;
    }

    /// The process stands still for so long, and alarms fall due meanwhile.
    public void pause(long nanos) {
        nowNanos += nanos;
        pausedNanos += nanos;
        unsteady++;
    }

    /// The clock shows another time from here on, earlier if `nanos` is below zero. Alarms come
    /// when they would have come.
    public void jump(long nanos) {
        jumpedNanos += nanos;
        unsteady++;
    }

    /// How often the process was paused and the clock has jumped.
    public long unsteady() {
        return unsteady;
    }

    @Override
    public Alarm schedule(long delayNanos, Runnable task) {
        Due due = new Due(nowNanos + Math.max(0, delayNanos), asked++, task);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        int at = size++;
        while (at > 0 && due.isBefore(heap[(at - 1) / 2])) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = due;
        return due;
    }

    /// Lets time pass; runs nothing.
    public void pass(long nanos) {
        nowNanos += nanos;
    }

    /// True if there is an alarm, due or not, that is near enough to be waited for.
    public boolean hasAlarm() {
        while (size > 0 && heap[0].task == null) {
            removeFirst();
        }
        return size > 0 && heap[0].atNanos - nowNanos <= HORIZON_NANOS;
    }

    /// True if the time of an alarm has come.
    public boolean isDue() {
        return hasAlarm() && heap[0].atNanos <= nowNanos;
    }

    /// Runs the next alarm; if its time has not come, it is that time now.
    public void runNext() {
        if (!hasAlarm()) {
            throw new IllegalStateException("there is no alarm to run");
        }
        Due due = heap[0];
        removeFirst();
        nowNanos = Math.max(nowNanos, due.atNanos);
        Runnable task = due.task;
        due.task = null;
        if (task != null) {
            task.run();
        }
    }

    private void removeFirst() {
        size--;
        Due last = heap[size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
                child++;
            }
            if (!heap[child].isBefore(last)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
    }
}
