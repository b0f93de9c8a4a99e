package dev.holdfast.memory.region;

import org.jspecify.annotations.Nullable;

/// One power-of-two block that nobody owns. It is on exactly one shelf, and with the others that
/// wait for the same fences if it is not ready. Never changed, only replaced: whoever holds one
/// that is no longer in its space holds nothing.
final class FreeBlock {
    final long offset;
    final int order;
    final Shelf shelf;

    /// What it waits for; null if it is ready.
    final @Nullable PendingBlocks pending;

    // links of the shelf's ring
    @Nullable FreeBlock shelfBefore;
    @Nullable FreeBlock shelfAfter;

    // links of the list of those that wait for the same
    @Nullable FreeBlock pendingBefore;
    @Nullable FreeBlock pendingAfter;

    FreeBlock(long offset, int order, Shelf shelf, @Nullable PendingBlocks pending) {
        this.offset = offset;
        this.order = order;
        this.shelf = shelf;
        this.pending = pending;
    }

    long sizeBytes() {
        return Order.sizeBytes(order);
    }

    long end() {
        return offset + sizeBytes();
    }

    ContentTag tag() {
        return shelf.tag;
    }

    @Override
    public String toString() {
        return "[%d, %d) %s %s".formatted(offset, end(), tag(), shelf.place);
    }
}
