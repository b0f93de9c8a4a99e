package dev.holdfast.soft;

import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Transfer;

/// Both directions between host and device. What stays on one side is not limited: copies within
/// device memory and within host memory, and fills, which a device does by itself.
///
/// @param into towards the device
/// @param outOf towards the host
record Links(Link into, Link outOf) {
    /// Two directions of one speed.
    static Links of(long bytesPerSecond) {
        return new Links(new Link(bytesPerSecond), new Link(bytesPerSecond));
    }

    /// When `copy` is over that begins at `beginNanos` at the earliest.
    long claim(Command.Copy copy, long beginNanos) {
        long bytesIn = 0;
        long bytesOut = 0;
        for (Transfer transfer : copy.transfers()) {
            boolean toDevice = transfer.target().heap() == Device.DEVICE_HEAP;
            boolean fromDevice = isDevice(transfer.source());
            if (toDevice && !fromDevice) {
                bytesIn += transfer.target().sizeBytes();
            } else if (fromDevice && !toDevice) {
                bytesOut += transfer.target().sizeBytes();
            }
        }
        long due = beginNanos;
        if (bytesIn > 0) {
            due = into.claim(beginNanos, bytesIn);
        }
        if (bytesOut > 0) {
            due = Math.max(due, outOf.claim(beginNanos, bytesOut));
        }
        return due;
    }

    private static boolean isDevice(CopySource source) {
        return source instanceof HeapRange range && range.heap() == Device.DEVICE_HEAP;
    }
}
