package dev.holdfast.memory.binding;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.device.fence.SettlingSection;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.MoveListener;
import dev.holdfast.memory.region.ExtentList;
import java.util.concurrent.atomic.AtomicInteger;

/// One life of a vma: what it maps, from bind to unbind.
public final class Binding implements MoveListener {
    private final Vma vma;
    private final Backing backing;
    private final ExtentList extents;
    private final long sizeBytes;
    private final SettableFence unbound = new SettableFence();
    private final AtomicInteger holds = new AtomicInteger(1);

    // the page table's, whose changes for one binding come one after the other
    private volatile boolean mayBeMapped;
    private volatile boolean inDoubt;

    // guarded by the ledger
    private Fence bound;
    private boolean writable;

    Binding(Vma vma, Backing backing, boolean writable) {
        if (!backing.extents().acquire()) {
            throw new InvariantError("binding a backing whose extents have been returned");
        }
        this.vma = vma;
        this.backing = backing;
        this.extents = backing.extents();
        this.sizeBytes = extents.spaceBytes();
        this.writable = writable;
        this.bound = backing.arrival();
    }

    /// Settles well once kernels can use the address, badly if they never can.
    public Fence bound() {
        return bound;
    }

    /// Settles once nobody reads through this binding and none can start to.
    public Fence unbound() {
        return unbound;
    }

    /// The range that it is a life of.
    public Vma vma() {
        return vma;
    }

    /// What it maps.
    public ExtentList extents() {
        return extents;
    }

    /// The backing that it maps.
    public Backing backing() {
        return backing;
    }

    /// Where it begins among its client's ranges.
    public long address() {
        return vma.address();
    }

    /// How many bytes it maps.
    public long sizeBytes() {
        return sizeBytes;
    }

    /// True if kernels may write through it.
    public boolean isWritable() {
        return writable;
    }

    /// How many hold it: the vma itself, and captures.
    public int holds() {
        return holds.get();
    }

    /// Keeps the binding's memory from being reused, or answers false if it is too late. From any
    /// thread.
    public boolean hold() {
        int count;
        do {
            count = holds.get();
            if (count == 0) {
                return false;
            }
        } while (!holds.compareAndSet(count, count + 1));
        return true;
    }

    /// Gives one hold up. The last one settles the unbind fence, and only then does anything that
    /// needs a lock.
    public void unhold() {
        int left = holds.decrementAndGet();
        if (left < 0) {
            throw new InvariantError("more holds given up than were taken on " + vma);
        }
        if (left == 0) {
            try (var _ = SettlingSection.enter()) {
                unbound.signal();
                extents.release();
                vma.leftTree(this);
            }
        }
    }

    /// True if the page table may have it.
    boolean mayBeMapped() {
        return mayBeMapped;
    }

    void mayBeMapped(boolean may) {
        mayBeMapped = may;
    }

    /// True if a call of the driver's for it has ended with an error, and may have worked.
    boolean isInDoubt() {
        return inDoubt;
    }

    void doubt() {
        inDoubt = true;
    }

    void boundWith(Fence fence) {
        bound = fence;
    }

    void widen() {
        writable = true;
    }

    @Override
    public Fence leaving(FenceJoin users) {
        vma.unbind(this, users);
        return unbound;
    }
}
