package dev.holdfast.memory.recorder;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Totals since the manager was opened. Thread-safe.
public final class Counters {
    private final Map<Counter, LongAdder> totals = new EnumMap<>(Counter.class);

    /// What is counted.
    public enum Counter {
        /// Submissions accepted.
        SUBMISSIONS,
        /// Submissions refused.
        REFUSALS,
        /// Bytes that migrations moved into device memory, retries not counted again.
        BYTES_TO_DEVICE,
        /// Bytes that migrations moved into host memory.
        BYTES_TO_HOST,
        /// Bytes overwritten with zeros.
        BYTES_CLEARED,
        /// Backings moved out of device memory to make room, or dropped there.
        EVICTIONS,
        /// Those among the evictions that needed no copy.
        CLEAN_DROPS,
        /// Moves that the device failed and the CPU completed.
        COPIES_REPAIRED_BY_HOST,
        /// Moves that the device failed and another queue completed.
        COPIES_REPAIRED_BY_QUEUE,
        /// Moves whose bytes are gone.
        COPIES_LOST
    }

    /// All zero.
    public Counters() {
        for (Counter counter : Counter.values()) {
            totals.put(counter, new LongAdder());
        }
    }

    /// Adds `amount` to a total.
    public void add(Counter counter, long amount) {
        java.util.Objects.requireNonNull(totals.get(counter)).add(amount);
    }

    /// Adds one to a total.
    public void count(Counter counter) {
        add(counter, 1);
    }

    /// A total; exact once nothing is going on.
    public long get(Counter counter) {
        return java.util.Objects.requireNonNull(totals.get(counter)).sum();
    }
}
