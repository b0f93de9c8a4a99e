package dev.holdfast.memory.region;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.recorder.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The bytes of a region as a chain of ranges, owned and free: how free ones come apart and how
/// they grow together.
///
/// **Growing together, eagerly.** When a range becomes free, or ready, it is merged with the free
/// range before it and the one after it, each if it is tagged alike and *waits for the very same
/// fences*, which for ready ranges are none. Then nothing is lost: whoever takes any part of the
/// merged range waits for exactly what it would have waited for, and is told the same about its
/// bytes. That is all that can be merged without harm:
///
/// - *Different fences.* A merged range must wait for both. A small request that took a part of one
///   would then wait for the other's fence, with which it has nothing to do, and a client that
///   hangs would slow its neighbours (P8).
/// - *Different tags.* A merged range is only as good as the worse part, so that zeros, once paid
///   for, would have to be written again.
///
/// The edge of the CPU-visible prefix is never merged across either, so that a range is either
/// visible or not. Nor is that of a slab, where an [Edge] stands in the chain: no run crosses it.
///
/// **Growing together, when needed.** Ranges left apart by this rule are still neighbours.
/// Scattered requests take them as they are; one that must be contiguous takes a *run* of them, and
/// only that one pays: it waits for all their fences, and gets them as mixed unless they are tagged
/// alike. What it leaves over keeps its own.
///
/// **Becoming ready.** Ranges whose fences have settled come out on a queue and are moved, a
/// bounded number at a time, to where the ready ones are, merging there. A range that is still on
/// the way is merely preferred less; what an allocation must wait for is read from the fences.
///
/// **Why not buddies.** Requests take exactly their size, to the granule. Binary buddies then break
/// each into one block for every bit of its size, and what is left over too: a dozen list changes
/// where this needs two, and free space that can only grow back at the alignment it was split at.
/// Replaying a training step with a quarter of its memory, buddies needed 13 to 115 extents an
/// object, each a copy of its own; this needs about two.
final class FreeSpace {
    final long sizeBytes;
    final long visibleBytes;
    final Shelves shelves = new Shelves();
    private final Counters counters;

    // in the chain, one before the first byte of each slab
    private final Edge[] edges;
    private final long slabBytes;

    private final OffsetTable<OwnedRange> owned = new OffsetTable<>();

    private final Reached reached = new Reached();

    // in the chain, neither owned nor free: all of it is reached, and not handed on while it is
    private List<OwnedRange> quarantined = new ArrayList<>();
    private long quarantinedBytes;

    // filled by whoever settles fences, drained under the ledger
    private final Queue<PendingRanges> settled = new ConcurrentLinkedQueue<>();
    private @Nullable PendingRanges promoting;
    private @Nullable PendingRanges newest;

    // a way into the middle of the chain: who goes to make room does so just before it is taken
    private @Nullable FreeRange lastFreed;

    private final RunBound longestRun = new RunBound();

    FreeSpace(Layout layout, ContentTag tag, Counters counters) {
        this.sizeBytes = layout.sizeBytes();
        this.visibleBytes = layout.visibleBytes();
        this.slabBytes = layout.slabBytes();
        this.counters = counters;
        this.edges = new Edge[layout.slabs()];
        Range last = null;
        for (int slab = 0; slab < edges.length; slab++) {
            long start = slab * slabBytes;
            Edge edge = new Edge(start);
            if (last != null) {
                edge.insertAfter(last);
            }
            edges[slab] = edge;
            OwnedRange all = new OwnedRange(start, Math.min(slabBytes, sizeBytes - start));
            all.insertAfter(edge);
            last = release(all, tag, null);
            last = last.after == null ? last : last.after;
        }
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

    OffsetTable<OwnedRange> owned() {
        return owned;
    }

    /// The first range; the others are linked behind it.
    Range first() {
        return firstOf(0);
    }

    /// The first range of a slab.
    Range firstOf(int slab) {
        return Range.linked(edges[slab].after);
    }

    /// The range that has the byte at `offset`, found from the one that was freed last if it can
    /// be.
    Range at(long offset) {
        boolean near =
                lastFreed != null
                        && lastFreed.before != null
                        && slabOf(lastFreed.offset) == slabOf(offset);
        Range range = near ? Range.linked(lastFreed) : firstOf(slabOf(offset));
        while (range.offset > offset) {
            range = Range.linked(range.before);
        }
        while (range.end() <= offset) {
            range = Range.linked(range.after);
        }
        return range;
    }

    int slabs() {
        return edges.length;
    }

    /// Which slab the byte at `offset` is in.
    int slabOf(long offset) {
        return edges.length == 1 ? 0 : (int) (offset / slabBytes);
    }

    /// How long a run of free ranges can be.
    RunBound longestRun() {
        return longestRun;
    }

    /// Takes `[offset, offset + length)`, all of it free and starting in `first`, as one extent. It
    /// waits for all that any part of it waits for, and is mixed unless all of it is tagged alike.
    GrantedExtent take(FreeRange first, long offset, long length) {
        long end = offset + length;
        FenceJoin ready = first.ready();
        List<Fence> provided = provided(List.of(), first);
        ContentTag tag = first.tag();
        boolean mixes = false;
        OwnedRange taken = cut(first, offset, Math.min(end, first.end()));
        while (taken.end() < end) {
            FreeRange next = (FreeRange) Range.linked(taken.after);
            ready = ready.and(next.ready());
            provided = provided(provided, next);
            mixes |= !tag.equals(next.tag());
            tag = ContentTag.ofBoth(tag, next.tag());
            long part = Math.min(end, next.end()) - taken.end();
            taken.sizeBytes += part;
            dropStart(next, part);
        }
        owned.add(offset, taken);
        if (mixes) {
            counters.count(Counters.Counter.GRANTS_OF_MIXED_OWNERS);
        }
        if (ready.leaves().size() > 1) {
            counters.count(Counters.Counter.GRANTS_BEHIND_SEVERAL);
        }
        return new GrantedExtent(new Extent(offset, length), ready, tag, provided);
    }

    /// Asked before the tag: a condition that fails in between is in neither, or in both.
    private static List<Fence> provided(List<Fence> before, FreeRange range) {
        Fence condition = range.provided();
        if (condition == null || before.contains(condition)) {
            return before;
        }
        List<Fence> all = new ArrayList<>(before);
        all.add(condition);
        return all;
    }

    /// Replaces `[from, to)` of `range` by an owned range.
    private OwnedRange cut(FreeRange range, long from, long to) {
        OwnedRange taken = new OwnedRange(from, to - from);
        if (from == range.offset) {
            taken.insertBefore(range);
            dropStart(range, to - from);
            return taken;
        }
        long end = range.end();
        shelves.remove(range);
        range.sizeBytes = from - range.offset;
        shelves.add(range);
        taken.insertAfter(range);
        if (to < end) {
            FreeRange rest = new FreeRange(to, end - to, range.shelf, range.pending);
            rest.insertAfter(taken);
            enlist(rest);
            shelves.add(rest);
        }
        return taken;
    }

    private void dropStart(FreeRange range, long length) {
        shelves.remove(range);
        range.offset += length;
        range.sizeBytes -= length;
        if (range.sizeBytes > 0) {
            shelves.add(range);
        } else {
            range.unlink();
            delist(range);
        }
    }

    /// What is owned as `extent`; null if that was never granted, or is free again.
    @Nullable OwnedRange ownedAs(Extent extent) {
        OwnedRange range = owned.get(extent.offset());
        return range != null && range.sizeBytes == extent.sizeBytes() ? range : null;
    }

    /// Makes an owned range free; `tag` holds if `provided` settles well.
    void free(OwnedRange range, FenceJoin ready, ContentTag tag, @Nullable Fence provided) {
        owned.remove(range.offset);
        if (range.condemned) {
            sort(range, ready, tag, provided);
        } else {
            handOn(range, ready, tag, provided);
        }
    }

    private void handOn(
            OwnedRange range, FenceJoin ready, ContentTag tag, @Nullable Fence provided) {
        PendingRanges pending = pending(ready, provided);
        boolean certain = provided == null || pending != null || provided.isSettled();
        boolean holds = certain && (provided == null || !provided.isFailed());
        FreeRange freed = release(range, holds ? tag : ContentTag.MIXED, pending);
        lastFreed = freed;
        longestRun.freed(freed);
    }

    private FreeRange release(OwnedRange range, ContentTag tag, @Nullable PendingRanges pending) {
        if (isVisible(range.offset) && range.end() > visibleBytes) {
            OwnedRange invisible = new OwnedRange(visibleBytes, range.end() - visibleBytes);
            range.sizeBytes = visibleBytes - range.offset;
            invisible.insertAfter(range);
            release(invisible, tag, pending);
        }
        Place place = Place.of(pending == null, isVisible(range.offset));
        FreeRange freed =
                new FreeRange(range.offset, range.sizeBytes, shelves.at(place, tag), pending);
        freed.replace(range);
        return merge(freed);
    }

    /// Puts a range that is on no shelf and in no list where it belongs, as part of its neighbours
    /// if they are like it.
    private FreeRange merge(FreeRange range) {
        FreeRange merged = range;
        if (range.before instanceof FreeRange before && before.isLike(range)) {
            shelves.remove(before);
            before.sizeBytes += range.sizeBytes;
            range.unlink();
            merged = before;
            lastFreed = range == lastFreed ? merged : lastFreed;
        } else {
            enlist(range);
        }
        if (merged.after instanceof FreeRange after && after.isLike(merged)) {
            shelves.remove(after);
            delist(after);
            after.unlink();
            merged.sizeBytes += after.sizeBytes;
            lastFreed = after == lastFreed ? merged : lastFreed;
        }
        shelves.add(merged);
        return merged;
    }

    private static void enlist(FreeRange range) {
        if (range.pending != null) {
            range.pending.add(range);
        }
    }

    private static void delist(FreeRange range) {
        if (range.pending != null) {
            range.pending.remove(range);
        }
    }

    /// What ranges that wait for `ready`, and are tagged on one condition, have in common; null if
    /// there is nothing to wait for.
    private @Nullable PendingRanges pending(FenceJoin ready, @Nullable Fence provided) {
        FenceJoin unsettled = ready.pruned();
        if (unsettled.leaves().isEmpty()) {
            return null;
        }
        if (newest == null || !newest.isAs(unsettled, provided)) {
            newest = PendingRanges.watch(unsettled, provided, settled);
        }
        return newest;
    }

    /// Moves up to `limit` ranges whose fences have settled to the ready ones.
    void promote(int limit) {
        int left = limit;
        while (left > 0) {
            PendingRanges source = promoting == null ? settled.poll() : promoting;
            promoting = source;
            if (source == null) {
                return;
            }
            FreeRange range = source.first();
            if (range == null) {
                promoting = null;
            } else {
                shelves.remove(range);
                source.remove(range);
                ContentTag tag = range.provided() == null ? range.tag() : ContentTag.MIXED;
                range.pending = null;
                range.shelf = shelves.at(Place.of(true, isVisible(range.offset)), tag);
                merge(range);
                left--;
            }
        }
    }

    /// Commands may touch `extents`, made of units, that were not stopped. What is free of it
    /// leaves what is free; what is owned does so when it is freed. Walks the chain once.
    void quarantine(List<Extent> extents) {
        extents.forEach(extent -> reached.add(extent.offset(), extent.end()));
        Range range = first();
        while (range != null) {
            Range last = range;
            if (reached.overlaps(range.offset, range.end())) {
                switch (range) {
                    case Edge edge -> {}
                    case OwnedRange owner -> owner.condemned = true;
                    case FreeRange free -> last = setAside(free);
                }
            }
            range = last.after;
        }
    }

    /// Sets the first part of a free range aside that is reached: that part.
    private OwnedRange setAside(FreeRange free) {
        long end = free.end();
        FenceJoin ready = free.ready();
        long from = reached.has(free.offset) ? free.offset : reached.sameUntil(free.offset, end);
        OwnedRange part = cut(free, from, reached.sameUntil(from, end));
        setAside(part, ready);
        return part;
    }

    private void setAside(OwnedRange range, FenceJoin ready) {
        range.condemned = true;
        range.ready = ready;
        quarantined.add(range);
        quarantinedBytes += range.sizeBytes;
    }

    /// Sets aside what of a range in the chain, nobody's now, is reached, and hands on the rest.
    private void sort(OwnedRange all, FenceJoin ready, ContentTag tag, @Nullable Fence provided) {
        OwnedRange range = all;
        long end = all.end();
        while (range != null) {
            long until = reached.sameUntil(range.offset, end);
            OwnedRange rest = null;
            if (until < end) {
                rest = new OwnedRange(until, end - until);
                rest.insertAfter(range);
                range.sizeBytes = until - range.offset;
            }
            if (reached.has(range.offset)) {
                setAside(range, ready);
            } else {
                handOn(range, ready, tag, provided);
            }
            range = rest;
        }
    }

    /// One command less may touch `extents`, made of units. What none may touch any more is free
    /// again, behind those who were to be waited for when it was freed, and of unknown content.
    /// Walks the chain once.
    void endQuarantine(List<Extent> extents) {
        extents.forEach(extent -> reached.remove(extent.offset(), extent.end()));
        List<OwnedRange> before = quarantined;
        quarantined = new ArrayList<>();
        quarantinedBytes = 0;
        for (OwnedRange range : before) {
            sort(range, range.ready.pruned(), ContentTag.MIXED, null);
        }
        for (Range range = first(); range != null; range = range.after) {
            if (range instanceof OwnedRange owner && owner.condemned) {
                owner.condemned = reached.overlaps(range.offset, range.end());
            }
        }
    }

    long quarantinedBytes() {
        return quarantinedBytes;
    }

    List<OwnedRange> quarantined() {
        return quarantined;
    }

    Reached reached() {
        return reached;
    }

    /// True if these ranges are on their way to the ready ones; for the audit.
    boolean willPromote(PendingRanges pending) {
        return promoting == pending || settled.contains(pending);
    }

    boolean isVisible(long offset) {
        return offset < visibleBytes;
    }
}
