package dev.holdfast.device;

/// Time: what it is, and being called later. Real or virtual.
public interface Ticker {
    /// Nanoseconds since some fixed moment; never goes back.
    long nanoTime();

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
