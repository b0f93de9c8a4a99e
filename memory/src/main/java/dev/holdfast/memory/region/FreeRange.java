package dev.holdfast.memory.region;

import dev.holdfast.device.fence.FenceJoin;
import org.jspecify.annotations.Nullable;

/// Bytes that nobody owns, that wait for the same fences and are tagged alike. It is on the shelf
/// of those that are like it, and with the others that wait for the same if it is not ready.
final class FreeRange extends Range {
    Shelf shelf;

    /// What it waits for; null if it is ready.
    @Nullable PendingRanges pending;

    // links of the shelf's ring
    @Nullable FreeRange shelfBefore;
    @Nullable FreeRange shelfAfter;

    // links of the list of those that wait for the same
    @Nullable FreeRange pendingBefore;
    @Nullable FreeRange pendingAfter;

    FreeRange(long offset, long sizeBytes, Shelf shelf, @Nullable PendingRanges pending) {
        super(offset, sizeBytes);
        this.shelf = shelf;
        this.pending = pending;
    }

    ContentTag tag() {
        return shelf.tag;
    }

    FenceJoin ready() {
        return pending == null ? FenceJoin.empty() : pending.ready();
    }

    /// True if taking part of either is, to whoever takes it, like taking part of both together.
    boolean isLike(FreeRange other) {
        return shelf == other.shelf && pending == other.pending;
    }

    @Override
    public String toString() {
        return super.toString() + " " + tag() + " " + shelf.place;
    }
}
