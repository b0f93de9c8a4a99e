package dev.holdfast.device;

import dev.holdfast.device.unit.Bytes;

/// A contiguous range of one heap.
///
/// @param heap the heap's index in [Device#heaps]
/// @param offset where it starts, in bytes
/// @param sizeBytes how long it is
public record HeapRange(int heap, long offset, long sizeBytes) implements CopySource {
    /// Checks that nothing is negative and that the end does not overflow.
    public HeapRange {
        if (heap < 0) {
            throw new IllegalArgumentException("negative heap index " + heap);
        }
        Bytes.end(offset, sizeBytes);
    }

    /// The first offset after the range.
    public long end() {
        return offset + sizeBytes;
    }

    /// The part of this range that starts `from` bytes into it.
    public HeapRange slice(long from, long length) {
        if (from < 0 || length < 0 || from > sizeBytes - length) {
            throw new IndexOutOfBoundsException(
                    "slice " + from + "+" + length + " of a range of " + sizeBytes + " bytes");
        }
        return new HeapRange(heap, offset + from, length);
    }

    /// True if the two share a byte.
    public boolean overlaps(HeapRange other) {
        return heap == other.heap && offset < other.end() && other.offset < end();
    }
}
