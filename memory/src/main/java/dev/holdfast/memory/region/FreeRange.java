package dev.holdfast.memory.region;

import dev.holdfast.device.fence.Fence;
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

    /// What the space is tagged as, provided that [#provided] settles well.
    ContentTag tag() {
        Fence condition = pending == null ? null : pending.provided();
        return condition != null && condition.isFailed() ? ContentTag.MIXED : shelf.tag;
    }

    /// What the tag depends on still; null for nothing.
    @Nullable Fence provided() {
        Fence condition = pending == null ? null : pending.provided();
        return condition == null || condition.isSettled() ? null : condition;
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
