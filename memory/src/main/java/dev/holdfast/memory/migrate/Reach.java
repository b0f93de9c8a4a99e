package dev.holdfast.memory.migrate;

import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Transfer;

/// Which memory a command of a move reads or writes.
final class Reach {
    private Reach() {}

    /// True if `command` touches device memory.
    static boolean isDeviceMemory(Command command) {
        return switch (command) {
            case Command.Copy copy -> copy.transfers().stream().anyMatch(Reach::isDeviceMemory);
            case Command.Fill fill -> fill.targets().stream().anyMatch(Reach::isDeviceMemory);
            case Command.Launch launch -> true;
            case Command.Marker marker -> false;
        };
    }

    private static boolean isDeviceMemory(Transfer transfer) {
        return isDeviceMemory(transfer.target()) || isDeviceMemory(transfer.source());
    }

    private static boolean isDeviceMemory(CopySource source) {
        return source instanceof HeapRange range && range.heap() == Device.DEVICE_HEAP;
    }
}
