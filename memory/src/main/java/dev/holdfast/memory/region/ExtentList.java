package dev.holdfast.memory.region;

import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fence.InvariantError;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The counted scatter/gather list of one backing: where each of its bytes is, in order.
///
/// The count keeps the *list* readable and nothing else. The bytes belong to the backing that owns
/// the extents; when it lets go, they return to the region, and only unsettled fences and holds
/// keep them from being written by somebody else. Whoever wants to read the list later, such as a
/// capture, takes a reference while it is sure that somebody else has one.
///
/// The list starts with one reference, its maker's. At zero it is emptied for good: a reference can
/// then not be had any more, so that what was once let go cannot be found again.
///
/// Thread-safe. Source: i915_refct_sgt, introduced by the failsafe-migration series.
public final class ExtentList {
    private static final VarHandle HOLDERS;

    static {
        try {
            HOLDERS = MethodHandles.lookup().findVarHandle(ExtentList.class, "holders", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final long sizeBytes;
    private final long spaceBytes;
    private volatile int holders = 1;
    private volatile List<HeapRange> ranges;

    private ExtentList(List<HeapRange> ranges, long sizeBytes, long spaceBytes) {
        this.ranges = ranges;
        this.sizeBytes = sizeBytes;
        this.spaceBytes = spaceBytes;
    }

    /// The list of `extents` of heap `heap`, of which the first `sizeBytes` bytes were asked for.
    /// The extents are put in ascending order, and neighbours become one range.
    public static ExtentList of(int heap, List<GrantedExtent> extents, long sizeBytes) {
        List<Extent> ascending = new ArrayList<>(extents.size());
        extents.forEach(granted -> ascending.add(granted.extent()));
        ascending.sort(Comparator.comparingLong(Extent::offset));
        List<HeapRange> ranges = new ArrayList<>(ascending.size());
        long spaceBytes = 0;
        for (Extent extent : ascending) {
            spaceBytes = Math.addExact(spaceBytes, extent.sizeBytes());
            append(ranges, extent.in(heap));
        }
        if (sizeBytes <= 0 || sizeBytes > spaceBytes) {
            throw new IllegalArgumentException(
                    sizeBytes + " bytes asked for, " + spaceBytes + " bytes of space");
        }
        return new ExtentList(List.copyOf(ranges), sizeBytes, spaceBytes);
    }

    private static void append(List<HeapRange> ranges, HeapRange next) {
        HeapRange last = ranges.isEmpty() ? null : ranges.getLast();
        if (last == null || last.end() < next.offset()) {
            ranges.add(next);
        } else if (last.end() == next.offset()) {
            long sizeBytes = last.sizeBytes() + next.sizeBytes();
            ranges.set(ranges.size() - 1, new HeapRange(last.heap(), last.offset(), sizeBytes));
        } else {
            throw new IllegalArgumentException(last + " overlaps " + next);
        }
    }

    /// All the space, the slack after the last byte asked for included: what must be overwritten
    /// before anybody can reach it (P3), and what is bound.
    public List<HeapRange> ranges() {
        List<HeapRange> found = ranges;
        if (found.isEmpty()) {
            throw new InvariantError("an extent list was read without a reference to it");
        }
        return found;
    }

    /// The same without the slack: together exactly [#sizeBytes].
    public List<HeapRange> contentRanges() {
        List<HeapRange> all = ranges();
        if (sizeBytes == spaceBytes) {
            return all;
        }
        List<HeapRange> content = new ArrayList<>(all.size());
        long left = sizeBytes;
        for (HeapRange range : all) {
            if (left == 0) {
                break;
            }
            long taken = Math.min(left, range.sizeBytes());
            content.add(range.slice(0, taken));
            left -= taken;
        }
        return content;
    }

    /// How much was asked for.
    public long sizeBytes() {
        return sizeBytes;
    }

    /// How much space it takes, slack included.
    public long spaceBytes() {
        return spaceBytes;
    }

    /// Takes a reference; false if there are none left to share, and then the list is gone.
    public boolean acquire() {
        int seen = holders;
        while (seen > 0) {
            if (HOLDERS.compareAndSet(this, seen, Math.incrementExact(seen))) {
                return true;
            }
            seen = holders;
        }
        return false;
    }

    /// Gives a reference back; the last one empties the list.
    public void release() {
        int before = (int) HOLDERS.getAndAdd(this, -1);
        if (before <= 0) {
            HOLDERS.getAndAdd(this, 1);
            throw new InvariantError("an extent list was released more often than acquired");
        }
        if (before == 1) {
            ranges = List.of();
        }
    }

    /// How many references there are; for the structure walker.
    public int holders() {
        return holders;
    }

    @Override
    public String toString() {
        return "ExtentList(" + holders + " holders, " + sizeBytes + " bytes in " + ranges + ")";
    }
}
