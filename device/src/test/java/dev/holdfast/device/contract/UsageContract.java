package dev.holdfast.device.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.DeviceUsage;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.QueueKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The device's own counters, which the manager's are held against.
public interface UsageContract extends Backend {

    @Test
    default void bytesAreCountedByDirection() {
        try (Rig rig = Rig.open(this)) {
            rig.runWell(QueueKind.COPY_IN, Rig.copy(Rig.onHost(0, 1000), Rig.onDevice(0, 1000)));
            rig.runWell(QueueKind.COPY_OUT, Rig.copy(Rig.onDevice(0, 300), Rig.onHost(0, 300)));
            rig.runWell(QueueKind.COMPUTE, Rig.copy(Rig.onDevice(0, 50), Rig.onDevice(4096, 50)));
            rig.runWell(QueueKind.COPY_IN, new Command.Fill(List.of(Rig.onDevice(0, 70))));
            rig.runWell(QueueKind.COPY_IN, new Command.Marker());
            DeviceUsage usage = rig.device().usage();
            assertEquals(1000, usage.bytesCopiedIn());
            assertEquals(300, usage.bytesCopiedOut());
            assertEquals(70, usage.bytesCleared());
            assertEquals(5, usage.commands());
            assertEquals(0, usage.resets());
        }
    }

    @Test
    default void touchedMemoryIsCountedOnceAndHostMemoryNever() {
        try (Rig rig = Rig.open(this)) {
            assertEquals(0, rig.device().usage().peakDeviceBytes());
            rig.runWell(
                    QueueKind.COPY_IN, Rig.copy(Rig.onHost(0, 65536), Rig.onHost(65536, 65536)));
            assertEquals(0, rig.device().usage().peakDeviceBytes());
            for (int round = 0; round < 3; round++) {
                rig.runWell(
                        QueueKind.COPY_IN,
                        Rig.copy(Rig.onHost(0, 1 << 20), Rig.onDevice(2 << 20, 1 << 20)));
                assertEquals(1 << 20, rig.device().usage().peakDeviceBytes());
            }
            rig.runWell(
                    QueueKind.COPY_IN, new Command.Fill(List.of(Rig.onDevice(5 << 19, 1 << 20))));
            assertEquals(3 << 19, rig.device().usage().peakDeviceBytes());
        }
    }

    @Test
    default void whatKernelsTouchCountsAndWhatTheyCouldTouchDoesNot() {
        try (Rig rig = Rig.open(this)) {
            Kernel kernel =
                    rig.kernel(
                            "edges",
                            (memory, scalars) -> {
                                memory.putLong(0, 0, 1);
                                memory.putLong(0, memory.sizeBytes(0) - 8, 1);
                            });
            long largest = rig.device().heaps().getFirst().slabBytes();
            rig.runWell(
                    QueueKind.COMPUTE,
                    rig.launch(kernel, true, Rig.onDevice(0, Math.min(16 << 20, largest))));
            long touched = rig.device().usage().peakDeviceBytes();
            assertTrue(touched >= 16, "two words were touched: " + touched);
            assertTrue(touched <= 4 << 20, "and little else: " + touched);
        }
    }

    @Test
    default void neverMoreThanThereIs() {
        try (Rig rig = Rig.open(this)) {
            rig.runWell(
                    QueueKind.COPY_IN,
                    new Command.Fill(List.of(Rig.onDevice(1, Rig.HEAP_BYTES - 1))));
            assertEquals(Rig.HEAP_BYTES, rig.device().usage().peakDeviceBytes());
        }
    }
}
