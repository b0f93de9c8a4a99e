package dev.holdfast.opencl;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceUsage;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.unit.TouchMap;
import java.util.concurrent.atomic.LongAdder;

/// What a device has done so far. Any thread.
///
/// What a kernel touches, nobody sees: all of its arguments count.
final class Tally {
    private final TouchMap touched;
    private final LongAdder copiedIn = new LongAdder();
    private final LongAdder copiedOut = new LongAdder();
    private final LongAdder cleared = new LongAdder();
    private final LongAdder commands = new LongAdder();

    /// Of a device with so much memory.
    Tally(long deviceBytes) {
        this.touched = new TouchMap(deviceBytes);
    }

    /// A command is about to touch `range`.
    void touch(HeapRange range) {
        if (range.heap() == Device.DEVICE_HEAP
                && range.sizeBytes() > 0
                && !AdoptedMemory.isAt(range)) {
            touched.touch(range.offset(), range.sizeBytes());
        }
    }

    /// A command is over.
    void count(Command command, boolean well) {
        commands.increment();
        if (!well) {
            return;
        }
        switch (command) {
            case Command.Copy copy -> copy.transfers().forEach(this::count);
            case Command.Fill fill -> cleared.add(fill.sizeBytes());
            case Command.Launch launch -> {}
            case Command.Marker marker -> {}
        }
    }

    DeviceUsage usage() {
        return new DeviceUsage(
                touched.touchedBytes(),
                copiedIn.sum(),
                copiedOut.sum(),
                cleared.sum(),
                commands.sum(),
                0);
    }

    private void count(Transfer transfer) {
        boolean into = transfer.target().heap() == Device.DEVICE_HEAP;
        boolean outOf = isDevice(transfer.source());
        if (into && !outOf) {
            copiedIn.add(transfer.target().sizeBytes());
        } else if (outOf && !into) {
            copiedOut.add(transfer.target().sizeBytes());
        }
    }

    private static boolean isDevice(CopySource source) {
        return source instanceof HeapRange range && range.heap() == Device.DEVICE_HEAP;
    }
}
