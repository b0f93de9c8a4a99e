package dev.holdfast.memory.region;

import dev.holdfast.device.fence.InvariantError;
import org.jspecify.annotations.Nullable;

/// Free blocks that are alike but for their size: one ring of blocks an order, and a bit for each
/// order that has any, so that the fitting order is found in one instruction.
///
/// A shelf of ready blocks hands out what was put there last, whose neighbourhood is the one in
/// use; a shelf of pending ones what has waited longest, whose fences settle first.
final class Shelf {
    final Place place;
    final ContentTag tag;

    private final @Nullable FreeBlock[] rings = new FreeBlock[Order.COUNT];
    private long ordersHeld;
    private long sizeBytes;

    Shelf(Place place, ContentTag tag) {
        this.place = place;
        this.tag = tag;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    long ordersHeld() {
        return ordersHeld;
    }

    /// The block of `order` that is handed out next.
    @Nullable FreeBlock first(int order) {
        return rings[order];
    }

    /// The smallest block of at least `order`.
    @Nullable FreeBlock smallestFrom(int order) {
        long fitting = order < Order.COUNT ? ordersHeld & (-1L << order) : 0;
        return fitting == 0 ? null : rings[Long.numberOfTrailingZeros(fitting)];
    }

    /// The largest block of at most `order`.
    @Nullable FreeBlock largestUpTo(int order) {
        long fitting = ordersHeld & (-1L >>> (Long.SIZE - 1 - order));
        return fitting == 0 ? null : rings[Long.SIZE - 1 - Long.numberOfLeadingZeros(fitting)];
    }

    void add(FreeBlock block) {
        FreeBlock first = rings[block.order];
        if (first == null) {
            block.shelfBefore = block;
            block.shelfAfter = block;
            rings[block.order] = block;
            ordersHeld |= 1L << block.order;
        } else {
            FreeBlock last = linked(first.shelfBefore);
            block.shelfBefore = last;
            block.shelfAfter = first;
            last.shelfAfter = block;
            first.shelfBefore = block;
            if (place.ready) {
                rings[block.order] = block;
            }
        }
        sizeBytes += block.sizeBytes();
    }

    void remove(FreeBlock block) {
        FreeBlock before = linked(block.shelfBefore);
        FreeBlock after = linked(block.shelfAfter);
        if (after == block) {
            rings[block.order] = null;
            ordersHeld &= ~(1L << block.order);
        } else {
            before.shelfAfter = after;
            after.shelfBefore = before;
            if (rings[block.order] == block) {
                rings[block.order] = after;
            }
        }
        block.shelfBefore = null;
        block.shelfAfter = null;
        sizeBytes -= block.sizeBytes();
    }

    private static FreeBlock linked(@Nullable FreeBlock block) {
        if (block == null) {
            throw new InvariantError("a free block that is on no shelf");
        }
        return block;
    }
}
