package dev.holdfast.memory.schedule;

import java.util.function.LongSupplier;

/// How many commands of one queue the driver is given ahead. Under the ledger.
///
/// Too few, and the device idles while somebody learns that one is over and hands over the next;
/// too many, and an urgent command, or another client's, stands behind a crowd. What both come down
/// to is time, so it is as many as have lately taken half a millisecond, within bounds. How long
/// one takes is told from how far apart they end, idling included: where the device waits for its
/// clients, nothing is gained by giving it more.
///
/// The clock is looked at once for several commands. Their ends are often told in a bunch, so one
/// look says little, and what counts is a mean that moves slowly. Beyond what makes it the least,
/// slower says nothing more: else an hour without work would be remembered for a thousand commands.
/// A clock that stands still says nothing at all.
final class Depth {
    /// Enough for kernels that take tens of microseconds, and for any at first.
    static final int LEAST = 16;

    /// Nobody stands behind more, however wrong the estimate is.
    static final int MOST = 128;

    private static final int ENDS_A_LOOK = 16;
    private static final long AHEAD_NANOS = 500_000;

    /// How much of the mean each look replaces.
    private static final double WEIGHT = 0.25;

    private final LongSupplier clock;
    private final int least;
    private final int most;
    private int depth;
    private int ends;
    private long lookedNanos;
    private double meanNanos;

    private Depth(LongSupplier clock, int least, int most) {
        this.clock = clock;
        this.least = least;
        this.most = most;
        this.depth = least;
        this.lookedNanos = clock.getAsLong();
        this.meanNanos = (double) AHEAD_NANOS / least;
    }

    /// Always the same.
    static Depth fixed(int commands) {
        return new Depth(() -> 0, commands, commands);
    }

    /// By the time that commands take, as `clock` has it.
    static Depth byTime(LongSupplier clock) {
        return new Depth(clock, LEAST, MOST);
    }

    /// How many it is just now.
    int commands() {
        return depth;
    }

    /// One more is over.
    void ended() {
        if (least == most || ++ends < ENDS_A_LOOK) {
            return;
        }
        ends = 0;
        long now = clock.getAsLong();
        long elapsed = now - lookedNanos;
        lookedNanos = now;
        if (elapsed > 0) {
            double eachNanos = Math.min(AHEAD_NANOS, (double) elapsed / ENDS_A_LOOK);
            meanNanos += WEIGHT * (eachNanos - meanNanos);
            depth = Math.clamp(Math.round(AHEAD_NANOS / meanNanos), least, most);
        }
    }
}
