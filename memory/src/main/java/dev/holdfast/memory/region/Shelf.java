package dev.holdfast.memory.region;

import org.jspecify.annotations.Nullable;

/// Free ranges that are alike but for their size: a ring of ranges for each [SizeClass], and bits
/// that say which rings have any, so that a fitting one is found in a few instructions.
///
/// A shelf of ready ranges hands out what was put there last, whose neighbourhood is the one in
/// use; a shelf of pending ones what has waited longest, whose fences settle first.
///
/// Method: two-level segregated fit (Masmano et al., 2004), with a bounded look at the ring of the
/// wanted class itself, where a fit is the tightest.
final class Shelf {
    /// How many of a ring are looked at for a tight fit.
    private static final int LOOKED_AT = 4;

    final Place place;
    final ContentTag tag;

    private final @Nullable FreeRange[] @Nullable [] rings = new FreeRange[SizeClass.ORDERS][];
    private final int[] stepsHeld = new int[SizeClass.ORDERS];
    private long ordersHeld;
    private long sizeBytes;

    Shelf(Place place, ContentTag tag) {
        this.place = place;
        this.tag = tag;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    boolean isEmpty() {
        return ordersHeld == 0;
    }

    /// True if a range of that order was ever here; for the audit, which looks at every ring.
    boolean hasRings(int order) {
        return rings[order] != null;
    }

    /// The range of that class that is handed out next.
    @Nullable FreeRange first(int order, int step) {
        @Nullable FreeRange[] ring = rings[order];
        return ring == null ? null : ring[step];
    }

    /// A range of at least `wantedBytes`, one of the tightest; null only if there is none, but for
    /// those of the wanted class that were not looked at.
    @Nullable FreeRange tightest(long wantedBytes) {
        int order = SizeClass.order(wantedBytes);
        int step = SizeClass.step(wantedBytes, order);
        FreeRange tight = tightest(first(order, step), wantedBytes);
        if (tight != null) {
            return tight;
        }
        int steps = stepsHeld[order] & (-2 << step);
        if (steps != 0) {
            return first(order, Integer.numberOfTrailingZeros(steps));
        }
        long orders = ordersHeld & (-2L << order);
        if (orders == 0) {
            return null;
        }
        int next = Long.numberOfTrailingZeros(orders);
        return first(next, Integer.numberOfTrailingZeros(stepsHeld[next]));
    }

    private static @Nullable FreeRange tightest(@Nullable FreeRange first, long wantedBytes) {
        FreeRange found = null;
        FreeRange range = first;
        for (int looked = 0; range != null && looked < LOOKED_AT; looked++) {
            if (range.sizeBytes >= wantedBytes
                    && (found == null || range.sizeBytes < found.sizeBytes)) {
                found = range;
            }
            range = range.shelfAfter == first ? null : range.shelfAfter;
        }
        return found;
    }

    /// A range of the largest class that there is.
    @Nullable FreeRange largest() {
        if (ordersHeld == 0) {
            return null;
        }
        int order = Long.SIZE - 1 - Long.numberOfLeadingZeros(ordersHeld);
        return first(order, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(stepsHeld[order]));
    }

    void add(FreeRange range) {
        int order = SizeClass.order(range.sizeBytes);
        int step = SizeClass.step(range.sizeBytes, order);
        @Nullable FreeRange[] ring = rings[order];
        if (ring == null) {
            ring = new FreeRange[SizeClass.STEPS];
            rings[order] = ring;
        }
        FreeRange first = ring[step];
        if (first == null) {
            range.shelfBefore = range;
            range.shelfAfter = range;
            ring[step] = range;
            stepsHeld[order] |= 1 << step;
            ordersHeld |= 1L << order;
        } else {
            FreeRange last = Range.linked(first.shelfBefore);
            range.shelfBefore = last;
            range.shelfAfter = first;
            last.shelfAfter = range;
            first.shelfBefore = range;
            if (place.ready) {
                ring[step] = range;
            }
        }
        sizeBytes += range.sizeBytes;
    }

    void remove(FreeRange range) {
        int order = SizeClass.order(range.sizeBytes);
        int step = SizeClass.step(range.sizeBytes, order);
        FreeRange after = Range.linked(range.shelfAfter);
        @Nullable FreeRange[] ring = Range.linked(rings[order]);
        if (after == range) {
            ring[step] = null;
            stepsHeld[order] &= ~(1 << step);
            if (stepsHeld[order] == 0) {
                ordersHeld &= ~(1L << order);
            }
        } else {
            FreeRange before = Range.linked(range.shelfBefore);
            before.shelfAfter = after;
            after.shelfBefore = before;
            if (ring[step] == range) {
                ring[step] = after;
            }
        }
        range.shelfBefore = null;
        range.shelfAfter = null;
        sizeBytes -= range.sizeBytes;
    }
}
