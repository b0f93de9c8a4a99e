package dev.holdfast.opencl;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;

/// Buffers as kernels in OpenCL C get them: one piece each.
final class Arguments {
    private Arguments() {}

    /// The one range that `argument` is; throws [IllegalArgumentException] if it is in pieces.
    static HeapRange whole(BufferArgument argument) {
        if (argument.sizeBytes() < 0) {
            throw new IllegalArgumentException("an argument of " + argument.sizeBytes() + " bytes");
        }
        if (argument.sizeBytes() == 0 && argument.ranges().isEmpty()) {
            return new HeapRange(Device.DEVICE_HEAP, 0, 0);
        }
        if (argument.ranges().size() != 1) {
            throw new IllegalArgumentException(
                    "an argument in pieces, " + argument.ranges() + ": it must be one range");
        }
        HeapRange whole = argument.ranges().getFirst();
        if (whole.sizeBytes() < argument.sizeBytes()) {
            throw new IllegalArgumentException(
                    "an argument of " + argument.sizeBytes() + " bytes in " + whole);
        }
        return whole.slice(0, argument.sizeBytes());
    }
}
