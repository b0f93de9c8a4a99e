package dev.holdfast.device;

/// One heap of a device.
///
/// A heap is one run of bytes for copies and fills. What a kernel may be given of it without an
/// [AddressSpace] can be less: where memory comes in slabs, allocations of the driver that lie next
/// to each other only in this numbering, a range that a kernel is given lies within one of them.
///
/// That is said of the device's own memory. Beyond its end lies what the device has adopted, each
/// range a slab of its own ([AdoptedMemory]).
///
/// @param kind device or host memory
/// @param sizeBytes its capacity
/// @param visibleBytes how much of it the CPU can see, counted from offset zero
/// @param zeroed true if every byte is zero when the device is opened; if not, nobody knows whose
///   bytes are in it
/// @param slabBytes a contiguous range that is a kernel's argument never crosses a multiple of
///   this; `sizeBytes` where there is no such limit. The last slab may be shorter
/// @param alignmentBytes a power of two: such a range starts at a multiple of it; 1 where it may
///   start anywhere
public record HeapInfo(
        HeapKind kind,
        long sizeBytes,
        long visibleBytes,
        boolean zeroed,
        long slabBytes,
        long alignmentBytes) {
    /// Checks 0 ≤ visible ≤ size, that slabs are no longer than the heap and not empty, and that
    /// every slab starts aligned.
    public HeapInfo {
        if (sizeBytes < 0 || visibleBytes < 0 || visibleBytes > sizeBytes) {
            throw new IllegalArgumentException(
                    "heap of " + sizeBytes + " bytes with " + visibleBytes + " visible");
        }
        if (slabBytes > sizeBytes || slabBytes < Math.min(1, sizeBytes)) {
            throw new IllegalArgumentException(
                    "heap of " + sizeBytes + " bytes in slabs of " + slabBytes);
        }
        if (Long.bitCount(alignmentBytes) != 1 || alignmentBytes < 0) {
            throw new IllegalArgumentException(alignmentBytes + " is not a power of two");
        }
        if (slabBytes < sizeBytes && slabBytes % alignmentBytes != 0) {
            throw new IllegalArgumentException(
                    "slabs of "
                            + slabBytes
                            + " bytes do not start at multiples of "
                            + alignmentBytes);
        }
    }

    /// A heap without slabs and alignment.
    public HeapInfo(HeapKind kind, long sizeBytes, long visibleBytes, boolean zeroed) {
        this(kind, sizeBytes, visibleBytes, zeroed, sizeBytes, 1);
    }

    /// True if a kernel can be given this range as one argument.
    public boolean isArgument(long offset, long lengthBytes) {
        return offset % alignmentBytes == 0
                && offset % slabBytes + lengthBytes <= slabBytes
                && offset + lengthBytes <= sizeBytes;
    }
}
