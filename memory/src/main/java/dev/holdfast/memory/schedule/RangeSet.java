package dev.holdfast.memory.schedule;

import dev.holdfast.device.HeapRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Memory of the heaps, to be asked about many other ranges: an answer takes a binary search, and
/// not a look at each range.
public final class RangeSet {
    private static final Comparator<HeapRange> BY_PLACE =
            Comparator.comparingInt(HeapRange::heap).thenComparingLong(HeapRange::offset);

    // in order, and no two overlap
    private final List<HeapRange> ranges = new ArrayList<>();

    /// All bytes of `parts`.
    public RangeSet(List<HeapRange> parts) {
        for (HeapRange part : parts.stream().sorted(BY_PLACE).toList()) {
            HeapRange last = ranges.isEmpty() ? null : ranges.getLast();
            if (last == null || last.heap() != part.heap() || end(last) < part.offset()) {
                ranges.add(part);
            } else if (end(last) < end(part)) {
                long sizeBytes = end(part) - last.offset();
                ranges.set(ranges.size() - 1, new HeapRange(last.heap(), last.offset(), sizeBytes));
            }
        }
    }

    private static long end(HeapRange range) {
        return range.offset() + range.sizeBytes();
    }

    /// True if it has a byte of `other`.
    public boolean overlaps(HeapRange other) {
        int low = 0;
        int high = ranges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            HeapRange range = ranges.get(middle);
            boolean before =
                    range.heap() < other.heap()
                            || (range.heap() == other.heap() && end(range) <= other.offset());
            low = before ? middle + 1 : low;
            high = before ? high : middle;
        }
        return low < ranges.size() && ranges.get(low).overlaps(other);
    }

    /// True if it has a byte of any of `others`.
    public boolean overlaps(List<HeapRange> others) {
        for (HeapRange other : others) {
            if (overlaps(other)) {
                return true;
            }
        }
        return false;
    }
}
