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
        /// Dirty objects copied out before they had to go.
        WRITES_BEHIND,
        /// Copies in host memory given up, for room, of what is in device memory too.
        DUPLICATES_DROPPED,
        /// Bindings that were given more rights.
        REBINDS,
        /// Moves that the device failed and the CPU completed.
        COPIES_REPAIRED_BY_HOST,
        /// Moves that the device failed and another queue completed.
        COPIES_REPAIRED_BY_QUEUE,
        /// Moves whose bytes are gone.
        COPIES_LOST,
        /// Moves that whoever set them up had to wait for, because there was no room to watch them.
        MOVES_SEEN_THROUGH,
        /// Objects whose content was lost or faulty and that were given other memory to be
        /// overwritten in.
        REVIVALS,
        /// Commands taken from the device by force.
        RESETS,
        /// Commands whose results were forced: the device neither ended them nor gave them back.
        FORCED,
        /// Evictions whose copy in host memory took space that had been kept for swaps.
        SWAPS,
        /// Objects that are memory which was adopted.
        ADOPTIONS,
        /// Grants of space that waits for two unsettled fences or more.
        GRANTS_BEHIND_SEVERAL,
        /// Grants in one piece of space that held bytes of different owners.
        GRANTS_OF_MIXED_OWNERS,
        /// Times that everything was moved out and the device could be closed.
        SUSPENDS,
        /// Bytes that were moved out into ordinary memory for that.
        BYTES_SUSPENDED,
        /// Objects whose content went with a lost device.
        OBJECTS_LOST,
        /// Captures finished.
        CAPTURES,
        /// Captures that somebody or something asked for while an earlier one was being made or had
        /// not been taken; and those that there was no memory to finish.
        CAPTURES_SKIPPED,
        /// Captures whose notes are not complete, because memory ran out.
        CAPTURES_CUT_SHORT,
        /// Times that a callback, a listener or an executor of a user's threw: that was reported to
        /// the thread's uncaught-exception handler.
        CALLBACKS_THREW,
        /// Flight logs that could not be written any more and were switched off.
        FLIGHT_LOGS_STOPPED,
        /// Trace sinks that threw and were told nothing any more.
        TRACES_STOPPED
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

    /// What a total is made of, for whoever counts without a look at the map.
    public LongAdder of(Counter counter) {
        return java.util.Objects.requireNonNull(totals.get(counter));
    }

    /// A total; exact once nothing is going on.
    public long get(Counter counter) {
        return java.util.Objects.requireNonNull(totals.get(counter)).sum();
    }
}
