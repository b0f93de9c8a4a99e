package dev.holdfast.soak.play;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// What all lanes together have done. Thread-safe.
public final class Tally {
    private final Map<Count, LongAdder> totals = new EnumMap<>(Count.class);

    /// All zero.
    public Tally() {
        for (Count count : Count.values()) {
            totals.put(count, new LongAdder());
        }
    }

    void count(Count count) {
        add(count, 1);
    }

    void add(Count count, long amount) {
        Objects.requireNonNull(totals.get(count)).add(amount);
    }

    /// A total; exact once nobody plays.
    public long get(Count count) {
        return Objects.requireNonNull(totals.get(count)).sum();
    }
}
