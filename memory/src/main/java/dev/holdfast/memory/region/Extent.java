package dev.holdfast.memory.region;

import dev.holdfast.device.HeapRange;
import dev.holdfast.device.unit.Bytes;

/// A contiguous range of bytes within one region.
///
/// @param offset where it starts
/// @param sizeBytes how long it is, never zero
public record Extent(long offset, long sizeBytes) {
    /// Checks that it has a byte and that its end does not overflow.
    public Extent {
        Bytes.end(offset, sizeBytes);
        if (sizeBytes == 0) {
            throw new IllegalArgumentException("an extent of no bytes at " + offset);
        }
    }

    /// The first offset after it.
    public long end() {
        return offset + sizeBytes;
    }

    /// The same bytes as a range of heap `heap`.
    public HeapRange in(int heap) {
        return new HeapRange(heap, offset, sizeBytes);
    }

    @Override
    public String toString() {
        return "[" + offset + ", " + end() + ")";
    }
}
