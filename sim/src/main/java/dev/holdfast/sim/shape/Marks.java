package dev.holdfast.sim.shape;

import java.util.ArrayList;
import java.util.List;

/// How often each [Mark] was met.
public final class Marks {
    private final long[] counts = new long[Mark.values().length];

    /// Counts one.
    public void met(Mark mark) {
        counts[mark.ordinal()]++;
    }

    /// Counts several.
    public void add(Mark mark, long times) {
        counts[mark.ordinal()] += times;
    }

    /// Counts all of `other`.
    public void addAll(Marks other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /// How often a mark was met.
    public long count(Mark mark) {
        return counts[mark.ordinal()];
    }

    /// The marks that were never met.
    public List<Mark> missing() {
        List<Mark> missing = new ArrayList<>();
        for (Mark mark : Mark.values()) {
            if (count(mark) == 0) {
                missing.add(mark);
            }
        }
        return missing;
    }
}
