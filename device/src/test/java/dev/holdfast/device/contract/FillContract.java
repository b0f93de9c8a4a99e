package dev.holdfast.device.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.holdfast.device.Command;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.testing.Scenario;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fills: zeros to the last byte, and not one further.
public interface FillContract extends Backend {

    @ParameterizedTest
    @ValueSource(longs = {4 << 10, 64 << 10, 2 << 20, 8188 << 10, 8 << 20, 8196 << 10, 64 << 20})
    @Scenario(value = "A7", breaks = "a clear that stops at the last whole chunk")
    default void aFillOfAnySizeClearsAllOfIt(long sizeBytes) {
        try (Rig rig = Rig.open(this, DeviceOptions.of(sizeBytes, sizeBytes))) {
            HeapRange range = Rig.onDevice(0, sizeBytes);
            rig.write(range, Pattern.complement(sizeBytes));
            rig.runWell(QueueKind.COPY_IN, new Command.Fill(List.of(range)));
            assertArrayEquals(new long[(int) (sizeBytes / 8)], rig.read(range));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 255, 257, 4097, 262145})
    default void aFillTouchesNothingBeside(int sizeBytes) {
        try (Rig rig = Rig.open(this)) {
            byte[] around = Pattern.of(0x77, sizeBytes + 64);
            rig.write(Rig.onDevice(999, around.length), around);
            rig.runWell(
                    QueueKind.COPY_IN,
                    new Command.Fill(List.of(Rig.onDevice(999 + 32, sizeBytes))));
            Arrays.fill(around, 32, 32 + sizeBytes, (byte) 0);
            assertArrayEquals(around, rig.readBytes(Rig.onDevice(999, around.length)));
        }
    }

    @Test
    default void oneFillClearsManyRangesOfBothHeaps() {
        try (Rig rig = Rig.open(this)) {
            byte[] ones = Pattern.of(1, 10_000);
            rig.write(Rig.onDevice(0, 10_000), ones);
            rig.write(Rig.onHost(0, 10_000), ones);
            rig.runWell(
                    QueueKind.COMPUTE,
                    new Command.Fill(
                            List.of(
                                    Rig.onDevice(0, 100),
                                    Rig.onHost(5000, 5000),
                                    Rig.onDevice(9999, 1))));
            byte[] device = ones.clone();
            Arrays.fill(device, 0, 100, (byte) 0);
            device[9999] = 0;
            byte[] host = ones.clone();
            Arrays.fill(host, 5000, 10_000, (byte) 0);
            assertArrayEquals(device, rig.readBytes(Rig.onDevice(0, 10_000)));
            assertArrayEquals(host, rig.readBytes(Rig.onHost(0, 10_000)));
        }
    }

    @Test
    default void nothingToFillCompletes() {
        try (Rig rig = Rig.open(this)) {
            assertNull(rig.run(QueueKind.COPY_IN, new Command.Fill(List.of())));
            assertNull(rig.run(QueueKind.COPY_IN, new Command.Fill(List.of(Rig.onDevice(8, 0)))));
        }
    }
}
