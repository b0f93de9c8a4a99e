package dev.holdfast.memory;

import dev.holdfast.device.Device;
import dev.holdfast.device.HeapInfo;

/// How large an object can be at most.
///
/// @param largestBytes so large
/// @param why in words, where it is less than a memory holds; else empty
record SizeLimit(long largestBytes, String why) {
    /// The limit on `device`: the larger of its memories; or, where an object is one range of
    /// device memory, what such a range can be, as one that can never be used there is no object.
    static SizeLimit of(Device device) {
        HeapInfo onDevice = device.heaps().get(Device.DEVICE_HEAP);
        if (device.info().contiguousOnly()) {
            return new SizeLimit(
                    onDevice.slabBytes(),
                    ": on this device an object is one range within one slab of "
                            + onDevice.slabBytes()
                            + " bytes; split it");
        }
        long onHost = device.heaps().get(Device.HOST_HEAP).sizeBytes();
        return new SizeLimit(Math.max(onDevice.sizeBytes(), onHost), "");
    }

    /// Throws [IllegalArgumentException] if nothing can be of that size.
    void check(String name, long sizeBytes) {
        if (sizeBytes <= 0 || sizeBytes > largestBytes) {
            throw new IllegalArgumentException(
                    "\"%s\" of %d bytes: sizes are from 1 to %d%s"
                            .formatted(name, sizeBytes, largestBytes, why));
        }
    }
}
