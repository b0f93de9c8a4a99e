package dev.holdfast.device;

import java.time.Instant;

/// Time: what it is, and being called later. Real or virtual.
public interface Ticker {
    /// Nanoseconds since some fixed moment; never goes back.
    long nanoTime();

    /// What the clock on the wall says, for people: nothing is ordered by it. A clock that is not
    /// real says how long after the epoch it is.
    default Instant wallTime() {
        return Instant.EPOCH.plusNanos(nanoTime());
    }

    /// Runs `task` once, `delayNanos` from now or soon after, on a thread of the ticker's own; the
    /// task must be quick. The answer cancels it; cancelling late does nothing.
    Alarm schedule(long delayNanos, Runnable task);

    /// A call that is due later.
    @FunctionalInterface
    interface Alarm {
        /// Calls it off, if it has not begun.
        void cancel();
    }
}
