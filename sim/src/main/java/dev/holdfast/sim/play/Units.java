package dev.holdfast.sim.play;

import dev.holdfast.device.Device;
import dev.holdfast.device.HeapInfo;
import java.util.Arrays;

/// What space comes in on a device.
///
/// @param unitBytes what sizes are rounded up to
/// @param slabBytes what an object is at most, where it is one range
/// @param deviceBytes device memory
/// @param hostBytes host memory
/// @param inPieces whether an object is one range of device memory
record Units(long unitBytes, long slabBytes, long deviceBytes, long hostBytes, boolean inPieces) {
    private static final long GRANULE = 256;

    static Units of(Device device) {
        HeapInfo onDevice = device.heaps().get(Device.DEVICE_HEAP);
        HeapInfo onHost = device.heaps().get(Device.HOST_HEAP);
        boolean inPieces = device.info().contiguousOnly();
        long unit = inPieces ? Math.max(GRANULE, onDevice.alignmentBytes()) : GRANULE;
        return new Units(
                unit,
                onDevice.slabBytes(),
                onDevice.sizeBytes() / unit * unit,
                onHost.sizeBytes() / unit * unit,
                inPieces);
    }

    long rounded(long sizeBytes) {
        return Math.ceilDiv(sizeBytes, unitBytes) * unitBytes;
    }

    /// True if an empty device has room for pieces of these sizes side by side: largest first, each
    /// in the first slab that has room.
    boolean fit(long[] pieces) {
        long[] sorted = pieces.clone();
        Arrays.sort(sorted);
        long[] used = new long[Math.toIntExact(Math.ceilDiv(deviceBytes, slabBytes))];
        for (int i = sorted.length - 1; i >= 0; i--) {
            int slab = 0;
            while (slab < used.length && used[slab] + sorted[i] > sizeOf(slab)) {
                slab++;
            }
            if (slab == used.length) {
                return false;
            }
            used[slab] += sorted[i];
        }
        return true;
    }

    private long sizeOf(int slab) {
        return Math.min(slabBytes, deviceBytes - slab * slabBytes);
    }
}
