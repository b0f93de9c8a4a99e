package dev.holdfast.memory.schedule;

/// How long the commands of one client have lately taken on one queue. Under the ledger.
final class Pace {
    /// How much of the mean each look replaces.
    private static final double WEIGHT = 0.25;

    /// So many ends are looked at together at most.
    private static final int BUNCH = 32;

    final long clientId;

    /// How many the driver has.
    int given;

    private int shortInARow;
    private double meanNanos;
    private boolean known;

    // since the mean was last changed
    private long tookNanos;
    private int ends;

    Pace(long clientId) {
        this.clientId = clientId;
    }

    /// How long the next one is likely to take.
    long meanNanos() {
        return (long) meanNanos;
    }

    /// True if one more may be ahead: there are as many as have been short since the last that was
    /// not.
    boolean isTrustedWithOneMore() {
        return shortInARow > 0 && given <= shortInARow;
    }

    /// One has taken so long. Ends are often told in a bunch, the first late and the others at
    /// once, so that only their mean says something: those that the driver had together are looked
    /// at together. However long one takes, it is not remembered for longer than others.
    void took(long nanos) {
        shortInARow = nanos > Depth.AHEAD_NANOS ? 0 : Math.min(shortInARow + 1, Depth.MOST);
        tookNanos += Math.max(0, nanos);
        ends++;
        if (ends > Math.min(given, BUNCH - 1)) {
            double each = Math.min(Depth.AHEAD_NANOS, (double) tookNanos / ends);
            meanNanos += (known ? WEIGHT : 1) * (each - meanNanos);
            known = true;
            tookNanos = 0;
            ends = 0;
        }
    }
}
