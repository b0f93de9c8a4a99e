package dev.holdfast.memory.capture.making;

import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.object.BufferObject;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Memory that captures read into, set aside before one can begin: while a capture holds what it
/// reads, somebody may be waiting for that, and getting memory can take long where there is little.
///
/// There is as much as all objects have that were flagged or pinned at any time and are open or in
/// use, and no more than a capture may read. It is got by whoever flags or pins the first time, and
/// again by the capture's worker, once a capture holds nothing any more, for what went into that.
/// Where there is none to be had, nobody tries again before some may have come free.
///
/// Taken by the capture's worker alone, without a lock.
final class Reserve {
    private static final long MOST_SLAB_BYTES = Bytes.mebi(1);
    private static final long LEAST_SLAB_BYTES = Bytes.kibi(4);

    /// Words of any kind are aligned in every piece.
    private static final long ALIGNMENT = 16;

    private final long mostBytes;
    private final AtomicLong wantedBytes = new AtomicLong();
    private final AtomicLong freeBytes = new AtomicLong();
    private final ConcurrentLinkedQueue<MemorySegment> slabs = new ConcurrentLinkedQueue<>();
    private final Object counting = new Object();
    private final Object growing = new Object();
    private volatile boolean exhausted;

    // the worker's: of a slab, what lies before this is taken
    private MemorySegment slab = MemorySegment.NULL;
    private long at;

    /// Room for at most `mostBytes`.
    Reserve(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /// Sees to it that there is room for what is flagged among `parts`. Not under the ledger.
    void setAside(Collection<Part> parts) {
        for (Part part : parts) {
            if (part.captured()) {
                setAside(part.vma().object());
            }
        }
    }

    /// Sees to it that there is room for an object. Not under the ledger.
    void setAside(BufferObject object) {
        if (object.isSetAsideFor()) {
            return;
        }
        synchronized (counting) {
            if (!object.isSetAsideFor()) {
                object.setAsideFor();
                wantedBytes.addAndGet(Bytes.roundUp(object.sizeBytes(), ALIGNMENT));
            }
        }
        grow();
    }

    /// An object is closed, and nobody is at it any more.
    void forget(BufferObject object) {
        if (object.isSetAsideFor()) {
            wantedBytes.addAndGet(-Bytes.roundUp(object.sizeBytes(), ALIGNMENT));
            exhausted = false;
        }
    }

    /// Memory may have come free.
    void retry() {
        exhausted = false;
    }

    private long lackingBytes() {
        return Math.min(wantedBytes.get(), mostBytes) - freeBytes.get();
    }

    /// Gets what is lacking. Not under the ledger, and not while anything is held.
    void grow() {
        while (lackingBytes() > 0 && !exhausted) {
            synchronized (growing) {
                long lacking = lackingBytes();
                if (lacking > 0 && !exhausted) {
                    addSlab(Math.clamp(lacking, LEAST_SLAB_BYTES, MOST_SLAB_BYTES));
                }
            }
        }
    }

    private void addSlab(long sizeBytes) {
        try {
            slabs.add(Arena.ofAuto().allocate(sizeBytes, ALIGNMENT));
            freeBytes.addAndGet(sizeBytes);
        } catch (OutOfMemoryError none) {
            exhausted = true;
        }
    }

    /// A piece of at most so many bytes, which is its taker's from here on; of none, if there is no
    /// memory left.
    MemorySegment take(long sizeBytes) {
        if (at == slab.byteSize()) {
            MemorySegment next = slabs.poll();
            if (next == null) {
                return MemorySegment.NULL;
            }
            slab = next;
            at = 0;
        }
        MemorySegment piece = slab.asSlice(at, Math.min(sizeBytes, slab.byteSize() - at));
        moveTo(at + piece.byteSize());
        return piece;
    }

    /// The first `sizeBytes` of the piece that was taken last, if it has more; the others come
    /// back.
    MemorySegment shorten(MemorySegment piece, long sizeBytes) {
        if (piece.byteSize() <= sizeBytes) {
            return piece;
        }
        moveTo(piece.address() - slab.address() + sizeBytes);
        return piece.asSlice(0, sizeBytes);
    }

    private void moveTo(long next) {
        long before = at;
        at = Math.min(Bytes.roundUp(next, ALIGNMENT), slab.byteSize());
        freeBytes.addAndGet(before - at);
    }
}
