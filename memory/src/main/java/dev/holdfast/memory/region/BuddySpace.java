package dev.holdfast.memory.region;

import dev.holdfast.device.fence.FenceJoin;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The free blocks of a region: which there are, how they come apart and how they grow together.
///
/// **Blocks.** Every block is a power of two in size and starts at a multiple of it. A region that
/// is no power of two, and one whose CPU-visible prefix ends inside it, has several roots: each
/// side of the edge is covered by the largest blocks that lie wholly on it, and no block ever
/// crosses the edge, so that a block is either visible or not.
///
/// **Coming apart.** Taking bytes out of a block removes it, and covers what is left on either side
/// of them by the largest blocks that fit, which inherit its tag and its fences. Halving step by
/// step ends at the same blocks.
///
/// **Growing together, eagerly.** The buddy of a block is the one other that together with it makes
/// the next larger one; its offset differs in one bit. When a block becomes free, or ready, it is
/// merged with its buddy as long as that is free, whole, tagged alike, and *waits for the very same
/// fences*, which for ready blocks are none. Then nothing is lost: whoever takes any part of the
/// merged block waits for exactly what it would have waited for, and is told the same about its
/// bytes. That is all that can be merged without harm:
///
/// - *Different fences.* A merged block must wait for both. A small request that took a part of one
///   half would then wait for the other half's fence, with which it has nothing to do, and a client
///   that hangs would slow its neighbours (P8).
/// - *Different tags.* A merged block is only as good as the worse half, so that zeros, once paid
///   for, would have to be written again.
///
/// **Growing together, when needed.** Blocks left apart by this rule are still neighbours.
/// Scattered requests take them as they are; one that must be contiguous takes a *run* of them
/// ([ContiguousSearch]), buddies or not, and only that one pays: it waits for all their fences, and
/// gets them as mixed unless they are tagged alike. What it leaves over keeps its own.
///
/// **Becoming ready.** Blocks whose fences have settled come out on a queue and are moved, a
/// bounded number at a time, to where the ready ones are, merging there. A block that is still on
/// the way is merely preferred less; what an allocation must wait for is read from the fences.
final class BuddySpace {
    final long sizeBytes;
    final long visibleBytes;
    final Shelves shelves = new Shelves();

    private final OffsetTable<FreeBlock> blocks = new OffsetTable<>();

    // filled by whoever settles fences, drained under the ledger
    private final Queue<PendingBlocks> settled = new ConcurrentLinkedQueue<>();
    private @Nullable PendingBlocks promoting;
    private @Nullable PendingBlocks newest;

    /// Counts the changes, so that what was computed from the whole need not be again.
    private long changes;

    BuddySpace(long sizeBytes, long visibleBytes, ContentTag tag) {
        this.sizeBytes = sizeBytes;
        this.visibleBytes = visibleBytes;
        put(0, sizeBytes, tag, null);
    }

    long freeBytes() {
        return visibleFreeBytes()
                + shelves.sizeBytes(Place.READY_INVISIBLE)
                + shelves.sizeBytes(Place.PENDING_INVISIBLE);
    }

    long visibleFreeBytes() {
        return shelves.sizeBytes(Place.READY_VISIBLE) + shelves.sizeBytes(Place.PENDING_VISIBLE);
    }

    long pendingBytes() {
        return shelves.sizeBytes(Place.PENDING_VISIBLE)
                + shelves.sizeBytes(Place.PENDING_INVISIBLE);
    }

    long freeBytes(Window window) {
        return window == Window.VISIBLE ? visibleFreeBytes() : freeBytes();
    }

    long capacityBytes(Window window) {
        return window == Window.VISIBLE ? visibleBytes : sizeBytes;
    }

    OffsetTable<FreeBlock> blocks() {
        return blocks;
    }

    long changes() {
        return changes;
    }

    /// The free block that starts at `offset`.
    @Nullable FreeBlock startingAt(long offset) {
        return blocks.get(offset);
    }

    /// The free block that `offset` lies in.
    @Nullable FreeBlock containing(long offset) {
        for (int order = 0; order < Order.COUNT; order++) {
            FreeBlock block = blocks.get(offset & -Order.sizeBytes(order));
            if (block != null) {
                return block.end() > offset ? block : null;
            }
        }
        return null;
    }

    /// What blocks that wait for `ready` have in common; null if there is nothing to wait for.
    @Nullable PendingBlocks pending(FenceJoin ready) {
        FenceJoin unsettled = ready.pruned();
        if (unsettled.leaves().isEmpty()) {
            return null;
        }
        if (newest == null || newest.isAnnounced() || !newest.waitsForAllOf(unsettled)) {
            newest = PendingBlocks.watch(unsettled, settled);
        }
        return newest;
    }

    /// Makes a range free, merging where that loses nothing.
    void put(long offset, long length, ContentTag tag, @Nullable PendingBlocks pending) {
        long end = offset + length;
        for (long next = offset; next < end; ) {
            int order = Order.largestAt(next, Math.min(end, sideEnd(next)));
            putMerged(next, order, tag, pending);
            next += Order.sizeBytes(order);
        }
    }

    private void putMerged(
            long offset, int order, ContentTag tag, @Nullable PendingBlocks pending) {
        long start = offset;
        int grown = order;
        while (grown < Order.MAX) {
            long halfBytes = Order.sizeBytes(grown);
            FreeBlock buddy = blocks.get(start ^ halfBytes);
            if (buddy == null
                    || buddy.order != grown
                    || buddy.pending != pending
                    || isVisible(buddy.offset) != isVisible(start)
                    || !buddy.tag().equals(tag)) {
                break;
            }
            remove(buddy);
            start &= ~halfBytes;
            grown++;
        }
        add(start, grown, tag, pending);
    }

    /// Takes `[from, from + length)` out of `block`.
    void take(FreeBlock block, long from, long length) {
        remove(block);
        cover(block.offset, from, block);
        cover(from + length, block.end(), block);
    }

    /// Covers a part of a block that was there with the largest blocks that fit; they are no
    /// buddies of anything free, for something between them was taken.
    private void cover(long offset, long end, FreeBlock like) {
        for (long next = offset; next < end; ) {
            int order = Order.largestAt(next, end);
            add(next, order, like.tag(), like.pending);
            next += Order.sizeBytes(order);
        }
    }

    private void add(long offset, int order, ContentTag tag, @Nullable PendingBlocks pending) {
        Place place = Place.of(pending == null, isVisible(offset));
        FreeBlock block = new FreeBlock(offset, order, shelves.at(place, tag), pending);
        blocks.add(offset, block);
        shelves.add(block);
        if (pending != null) {
            pending.add(block);
        }
        changes++;
    }

    private void remove(FreeBlock block) {
        blocks.remove(block.offset);
        shelves.remove(block);
        if (block.pending != null) {
            block.pending.remove(block);
        }
        changes++;
    }

    /// Moves up to `limit` blocks whose fences have settled to the ready ones.
    void promote(int limit) {
        int left = limit;
        while (left > 0) {
            PendingBlocks source = promoting == null ? settled.poll() : promoting;
            promoting = source;
            if (source == null) {
                return;
            }
            FreeBlock block = source.first();
            if (block == null) {
                promoting = null;
            } else {
                remove(block);
                putMerged(block.offset, block.order, block.tag(), null);
                left--;
            }
        }
    }

    /// True if these blocks are on their way to the ready ones; for the audit.
    boolean willPromote(PendingBlocks pending) {
        return promoting == pending || settled.contains(pending);
    }

    boolean isVisible(long offset) {
        return offset < visibleBytes;
    }

    private long sideEnd(long offset) {
        return isVisible(offset) ? visibleBytes : sizeBytes;
    }
}
