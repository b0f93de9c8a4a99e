package dev.holdfast.memory.region;

import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The free ranges that wait for one join of fences.
///
/// Nobody polls. It hangs on one unsettled fence of the join at a time, moves on to the next when
/// that settles, and after the last puts itself on a queue, which whoever next holds the ledger
/// drains: an update costs the same however many ranges and fences wait. The callback takes no lock
/// and touches no range.
final class PendingRanges implements Consequence {
    private final FenceJoin ready;
    private final @Nullable Fence provided;
    private final Queue<PendingRanges> settled;

    // written by whoever settles the fence before; one thread at a time
    private int watched;
    private volatile boolean announced;

    // guarded by the ledger
    private @Nullable FreeRange first;

    private PendingRanges(FenceJoin ready, @Nullable Fence provided, Queue<PendingRanges> settled) {
        this.ready = ready;
        this.provided = provided;
        this.settled = settled;
    }

    /// Starts waiting; comes out on `settled` once all of `ready` has settled. The tag of these
    /// ranges holds if `provided` settles well.
    static PendingRanges watch(
            FenceJoin ready, @Nullable Fence provided, Queue<PendingRanges> settled) {
        PendingRanges waiting = new PendingRanges(ready, provided, settled);
        waiting.watchNext();
        return waiting;
    }

    /// One fence has settled.
    @Override
    public void settled(Fence fence) {
        watchNext();
    }

    private void watchNext() {
        List<Fence> leaves = ready.leaves();
        while (watched < leaves.size()) {
            Fence next = leaves.get(watched);
            watched++;
            if (next.onSettled(this)) {
                return;
            }
        }
        announced = true;
        settled.add(this);
    }

    /// What these ranges wait for, without what has settled since.
    FenceJoin ready() {
        return ready.pruned();
    }

    /// What the tag of these ranges depends on; null for nothing.
    @Nullable Fence provided() {
        return provided;
    }

    /// True if waiting for `other` is waiting for the same fences, with a tag as certain.
    boolean isAs(FenceJoin other, @Nullable Fence condition) {
        return provided == condition && waitsForAllOf(other);
    }

    private boolean waitsForAllOf(FenceJoin other) {
        List<Fence> mine = ready.leaves();
        List<Fence> theirs = other.leaves();
        if (mine.size() != theirs.size()) {
            return false;
        }
        for (int i = 0; i < mine.size(); i++) {
            if (mine.get(i) != theirs.get(i)) {
                return false;
            }
        }
        return true;
    }

    /// True once it has come out on the queue.
    boolean isAnnounced() {
        return announced;
    }

    @Nullable FreeRange first() {
        return first;
    }

    void add(FreeRange range) {
        FreeRange next = first;
        range.pendingAfter = next;
        if (next != null) {
            next.pendingBefore = range;
        }
        first = range;
    }

    void remove(FreeRange range) {
        FreeRange before = range.pendingBefore;
        FreeRange after = range.pendingAfter;
        if (before == null) {
            first = after;
        } else {
            before.pendingAfter = after;
        }
        if (after != null) {
            after.pendingBefore = before;
        }
        range.pendingBefore = null;
        range.pendingAfter = null;
    }
}
