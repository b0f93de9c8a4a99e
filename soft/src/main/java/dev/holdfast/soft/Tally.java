package dev.holdfast.soft;

import dev.holdfast.device.DeviceUsage;
import java.util.concurrent.atomic.LongAdder;

/// What a device has done so far. Written by its queues, read by anybody.
///
/// @param copiedIn bytes copied into device memory
/// @param copiedOut bytes copied out of it
/// @param cleared bytes overwritten by fills
/// @param commands commands completed
/// @param resets commands taken away
/// @param abandoned threads that are still inside a command that was taken away
record Tally(
        LongAdder copiedIn,
        LongAdder copiedOut,
        LongAdder cleared,
        LongAdder commands,
        LongAdder resets,
        LongAdder abandoned) {
    Tally() {
        this(
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder());
    }

    DeviceUsage usage(long peakDeviceBytes) {
        return new DeviceUsage(
                peakDeviceBytes,
                copiedIn.sum(),
                copiedOut.sum(),
                cleared.sum(),
                commands.sum(),
                resets.sum());
    }
}
