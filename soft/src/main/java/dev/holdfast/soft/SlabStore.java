package dev.holdfast.soft;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A heap as slabs of one size, each allocated when it is first touched. Needs nothing but the JDK,
/// at a price: a range across slabs is not contiguous, and the first touch of a slab zeroes all of
/// it.
final class SlabStore implements HeapStore {
    private static final long LARGEST_SLAB = 256L << 20;
    private static final long ALIGNMENT = 4096;

    private final long sizeBytes;
    private final int slabShift;
    private final Arena arena;
    private final AtomicReferenceArray<@Nullable MemorySegment> slabs;

    /// Slabs of `slabBytes`, a power of two, for a heap of `sizeBytes`.
    SlabStore(long sizeBytes, long slabBytes, Arena arena) {
        this.sizeBytes = sizeBytes;
        this.slabShift = Long.numberOfTrailingZeros(slabBytes);
        this.arena = arena;
        this.slabs =
                new AtomicReferenceArray<>(Math.toIntExact(((sizeBytes - 1) >>> slabShift) + 1));
    }

    /// The slab size for a heap: small heaps get one slab, so that all of them is contiguous.
    static long slabBytes(long sizeBytes) {
        return Math.min(LARGEST_SLAB, Long.highestOneBit((sizeBytes - 1) | 1) << 1);
    }

    @Override
    public MemorySegment segment(long offset) {
        MemorySegment slab = slabs.get((int) (offset >>> slabShift));
        return slab != null ? slab : commit((int) (offset >>> slabShift));
    }

    @Override
    public long base(long offset) {
        return (offset >>> slabShift) << slabShift;
    }

    @Override
    public long run(long offset) {
        return Math.min(base(offset) + (1L << slabShift), sizeBytes) - offset;
    }

    /// How many slabs have been allocated.
    int committed() {
        int count = 0;
        for (int i = 0; i < slabs.length(); i++) {
            if (slabs.get(i) != null) {
                count++;
            }
        }
        return count;
    }

    private synchronized MemorySegment commit(int index) {
        MemorySegment slab = slabs.get(index);
        if (slab == null) {
            long base = (long) index << slabShift;
            slab = arena.allocate(run(base), ALIGNMENT);
            slabs.set(index, slab);
        }
        return slab;
    }
}
