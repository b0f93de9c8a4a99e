package dev.holdfast.memory.region;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceCallback;
import dev.holdfast.device.fence.FenceJoin;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The free blocks that wait for one join of fences.
///
/// Nobody polls. It hangs on one unsettled fence of the join at a time, moves on to the next when
/// that settles, and after the last puts itself on a queue, which whoever next holds the ledger
/// drains: an update costs the same however many blocks and fences wait. The callback takes no lock
/// and touches no block.
final class PendingBlocks implements FenceCallback {
    private final FenceJoin ready;
    private final Queue<PendingBlocks> settled;

    // written by whoever settles the fence before; one thread at a time
    private int watched;
    private volatile boolean announced;

    // guarded by the ledger
    private @Nullable FreeBlock first;

    private PendingBlocks(FenceJoin ready, Queue<PendingBlocks> settled) {
        this.ready = ready;
        this.settled = settled;
    }

    /// Starts waiting; comes out on `settled` once all of `ready` has settled.
    static PendingBlocks watch(FenceJoin ready, Queue<PendingBlocks> settled) {
        PendingBlocks waiting = new PendingBlocks(ready, settled);
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

    /// What these blocks wait for, without what has settled since.
    FenceJoin ready() {
        return ready.pruned();
    }

    /// True if waiting for `other` is waiting for the same fences.
    boolean waitsForAllOf(FenceJoin other) {
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

    @Nullable FreeBlock first() {
        return first;
    }

    void add(FreeBlock block) {
        FreeBlock next = first;
        block.pendingAfter = next;
        if (next != null) {
            next.pendingBefore = block;
        }
        first = block;
    }

    void remove(FreeBlock block) {
        FreeBlock before = block.pendingBefore;
        FreeBlock after = block.pendingAfter;
        if (before == null) {
            first = after;
        } else {
            before.pendingAfter = after;
        }
        if (after != null) {
            after.pendingBefore = before;
        }
        block.pendingBefore = null;
        block.pendingAfter = null;
    }
}
