package dev.holdfast.soft;

import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.unit.TouchMap;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// One heap: its bytes, what of them the CPU sees, and what of them was ever touched.
///
/// @param info kind and sizes
/// @param store the bytes
/// @param touched what commands have touched
record SoftHeap(HeapInfo info, HeapStore store, TouchMap touched) {
    SoftHeap(HeapInfo info, HeapStore store) {
        this(info, store, new TouchMap(info.sizeBytes()));
    }

    /// Throws unless `range` lies within the heap.
    void check(HeapRange range) {
        if (range.end() > info.sizeBytes()) {
            throw new IllegalArgumentException(
                    range + " ends outside the heap of " + info.sizeBytes() + " bytes");
        }
    }

    /// The range for the CPU, if all of it is visible and in one segment.
    Optional<MemorySegment> view(HeapRange range) {
        if (range.end() > info.visibleBytes()) {
            return Optional.empty();
        }
        long offset = range.offset();
        if (range.sizeBytes() == 0) {
            return Optional.of(MemorySegment.NULL);
        }
        if (range.sizeBytes() > store.run(offset)) {
            return Optional.empty();
        }
        return Optional.of(
                store.segment(offset).asSlice(offset - store.base(offset), range.sizeBytes()));
    }
}
