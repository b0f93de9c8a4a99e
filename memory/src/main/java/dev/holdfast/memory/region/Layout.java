package dev.holdfast.memory.region;

import dev.holdfast.device.Device;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.unit.Bytes;

/// How a region is divided.
///
/// @param sizeBytes all of it, a multiple of the unit
/// @param visibleBytes how much the CPU can see, from the start on
/// @param slabBytes what no grant in one piece crosses a multiple of, a multiple of the unit; the
///   size where there is no such limit
/// @param unitBytes what requests are rounded up to, and so what every grant starts at a multiple
///   of: a power of two, and no less than the granule
public record Layout(long sizeBytes, long visibleBytes, long slabBytes, long unitBytes) {
    /// Checks that it is made of units.
    public Layout {
        if (unitBytes < Range.GRANULE || Long.bitCount(unitBytes) != 1) {
            throw new IllegalArgumentException(
                    "units of %d bytes: a power of two of at least %d"
                            .formatted(unitBytes, Range.GRANULE));
        }
        if (sizeBytes <= 0 || sizeBytes % unitBytes != 0) {
            throw new IllegalArgumentException(
                    "%d bytes: must be a positive multiple of %d".formatted(sizeBytes, unitBytes));
        }
        if (visibleBytes < 0 || visibleBytes > sizeBytes) {
            throw new IllegalArgumentException(
                    "%d bytes, of which %d are visible".formatted(sizeBytes, visibleBytes));
        }
        slabBytes = Math.min(slabBytes, sizeBytes);
        if (slabBytes <= 0 || slabBytes % unitBytes != 0) {
            throw new IllegalArgumentException(
                    "slabs of %d bytes: must be a positive multiple of %d"
                            .formatted(slabBytes, unitBytes));
        }
        // a range that begins in the middle of a unit would be granted to nobody, or misaligned
        visibleBytes -= visibleBytes % unitBytes;
    }

    /// One slab of granules.
    public static Layout of(long sizeBytes, long visibleBytes) {
        return new Layout(sizeBytes, visibleBytes, sizeBytes, Range.GRANULE);
    }

    /// The layout of a heap of a device. Both of its heaps are made of the same units, so that what
    /// is copied from one to the other fills it to the last byte.
    public static Layout of(Device device, int heap) {
        HeapInfo info = device.heaps().get(heap);
        long unitBytes = unitBytes(device);
        long sizeBytes = Bytes.roundDown(info.sizeBytes(), unitBytes);
        return new Layout(
                sizeBytes,
                Math.min(info.visibleBytes(), sizeBytes),
                Math.min(info.slabBytes(), sizeBytes),
                unitBytes);
    }

    private static long unitBytes(Device device) {
        return device.info().contiguousOnly()
                ? Math.max(Range.GRANULE, device.heaps().get(Device.DEVICE_HEAP).alignmentBytes())
                : Range.GRANULE;
    }

    /// How many slabs there are; the last may be shorter.
    int slabs() {
        return Math.toIntExact(Math.ceilDiv(sizeBytes, slabBytes));
    }
}
