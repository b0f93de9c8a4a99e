package dev.holdfast.soft;

/// The ideal clock of a queue: when its commands would be over on a device that loses no time
/// between them.
///
/// A paced command begins, for accounting, when the one before it was *due* or when it was handed
/// over, whichever is later, and not when a thread got round to it. A timer that is late delays
/// that one completion and nothing after it: a queue that is always busy delivers its bandwidth.
/// What is due within [#GRACE_NANOS] completes at once, because waking up for it costs more; the
/// debt stays in the clock.
///
/// Owned by whoever runs the queue.
final class Pace {
    /// How much too early a command may complete.
    static final long GRACE_NANOS = 50_000;

    private long dueNanos;
    private boolean exact = true;

    /// A clock that starts at `nowNanos`.
    Pace(long nowNanos) {
        this.dueNanos = nowNanos;
    }

    /// When a command begins that was handed over, and really started, then.
    long begin(long handedOverNanos, long startedNanos) {
        // after commands that nobody timed, the queue was busy until now
        return Math.max(dueNanos, exact ? handedOverNanos : startedNanos);
    }

    /// The command that was begun is due then.
    void due(long nanos) {
        dueNanos = nanos;
        exact = true;
    }

    /// A command ran that nobody timed.
    void untimed() {
        exact = false;
    }
}
