package dev.holdfast.memory.region;

import dev.holdfast.device.fence.InvariantError;
import java.util.Map;
import java.util.TreeMap;

/// Which bytes of a region commands may still touch that were not stopped, and how many commands
/// each: bytes that nobody is given before there is none. Under the ledger.
final class Reached {
    private final TreeMap<Long, Stretch> stretches = new TreeMap<>();

    /// Bytes up to `end` that so many commands may touch.
    private record Stretch(long end, int commands) {}

    /// One more command may touch `[from, to)`.
    void add(long from, long to) {
        cutAt(from);
        cutAt(to);
        long at = from;
        while (at < to) {
            Stretch stretch = stretches.get(at);
            if (stretch == null) {
                Long next = stretches.ceilingKey(at);
                stretch = new Stretch(next == null ? to : Math.min(next, to), 0);
            }
            stretches.put(at, new Stretch(stretch.end, stretch.commands + 1));
            at = stretch.end;
        }
    }

    /// One command less may touch `[from, to)`, which was added.
    void remove(long from, long to) {
        cutAt(from);
        cutAt(to);
        long at = from;
        while (at < to) {
            Stretch stretch = stretches.remove(at);
            if (stretch == null) {
                throw new InvariantError(
                        "byte %d leaves quarantine and is not in it".formatted(at));
            }
            if (stretch.commands > 1) {
                stretches.put(at, new Stretch(stretch.end, stretch.commands - 1));
            }
            at = stretch.end;
        }
    }

    private void cutAt(long offset) {
        Map.Entry<Long, Stretch> before = stretches.lowerEntry(offset);
        if (before != null && before.getValue().end > offset) {
            Stretch whole = before.getValue();
            stretches.put(before.getKey(), new Stretch(offset, whole.commands));
            stretches.put(offset, new Stretch(whole.end, whole.commands));
        }
    }

    /// True if a command may touch the byte at `offset`.
    boolean has(long offset) {
        Map.Entry<Long, Stretch> entry = stretches.floorEntry(offset);
        return entry != null && entry.getValue().end > offset;
    }

    /// How far [#has] answers the same as at `from`, but no further than `limit`.
    long sameUntil(long from, long limit) {
        long end = from;
        while (end < limit && has(from) && has(end)) {
            end = stretches.floorEntry(end).getValue().end;
        }
        if (end == from) {
            Long next = stretches.higherKey(from);
            end = next == null ? limit : next;
        }
        return Math.min(end, limit);
    }

    /// True if a command may touch any byte of `[from, to)`.
    boolean overlaps(long from, long to) {
        Long next = stretches.ceilingKey(from);
        return has(from) || (next != null && next < to);
    }
}
