package dev.holdfast.device.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.QueueKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Callers' mistakes: thrown at them at once, with nothing queued.
public interface MisuseContract extends Backend {

    @Test
    default void rangesOutsideTheirHeapAreRefused() {
        long size = Rig.HEAP_BYTES;
        List<Command> mistakes =
                List.of(
                        Rig.copy(Rig.onHost(0, 16), Rig.onDevice(size - 8, 16)),
                        Rig.copy(Rig.onHost(size - 8, 16), Rig.onDevice(0, 16)),
                        Rig.copy(Rig.onHost(0, 8), new HeapRange(2, 0, 8)),
                        Rig.copy(new HeapRange(9, 0, 8), Rig.onDevice(0, 8)),
                        new Command.Fill(List.of(Rig.onDevice(0, 8), Rig.onDevice(size, 1))),
                        new Command.Fill(List.of(Rig.onDevice(Long.MAX_VALUE - 8, 8))),
                        new Command.Fill(List.of(new HeapRange(5, 0, 0))));
        try (Rig rig = Rig.open(this)) {
            for (Command mistake : mistakes) {
                refused(rig, mistake);
            }
            rig.runWell(QueueKind.COPY_IN, new Command.Marker());
            assertEquals(1, rig.device().usage().commands(), "nothing was queued");
        }
    }

    @Test
    default void aCopyOntoItselfIsRefused() {
        try (Rig rig = Rig.open(this)) {
            refused(rig, Rig.copy(Rig.onDevice(0, 100), Rig.onDevice(99, 100)));
            refused(rig, Rig.copy(Rig.onDevice(99, 100), Rig.onDevice(0, 100)));
            rig.runWell(QueueKind.COPY_IN, Rig.copy(Rig.onDevice(0, 100), Rig.onDevice(100, 100)));
        }
    }

    @Test
    default void anotherDevicesKernelIsRefused() {
        try (Rig rig = Rig.open(this);
                Rig other = Rig.open(this)) {
            Kernel foreign = other.kernel("foreign", (memory, scalars) -> {});
            refused(rig, new Command.Launch(foreign, List.of(), new long[0], Optional.empty()));
        }
    }

    @Test
    default void anotherDevicesAddressSpaceIsRefused() {
        try (Rig rig = Rig.open(this);
                Rig other = Rig.open(this);
                AddressSpace foreign = other.space()) {
            Kernel kernel = rig.kernel("own", (memory, scalars) -> {});
            refused(rig, new Command.Launch(kernel, List.of(), new long[0], Optional.of(foreign)));
        }
    }

    @Test
    default void argumentsThatCannotBeAreRefused() {
        try (Rig rig = Rig.open(this)) {
            Kernel kernel = rig.kernel("own", (memory, scalars) -> {});
            var outside = new BufferArgument(0, List.of(Rig.onDevice(Rig.HEAP_BYTES, 8)), 8, true);
            refused(
                    rig,
                    new Command.Launch(kernel, List.of(outside), new long[0], Optional.empty()));
            var negative = new BufferArgument(0, List.of(), -1, true);
            refused(
                    rig,
                    new Command.Launch(kernel, List.of(negative), new long[0], Optional.empty()));
        }
    }

    private static void refused(Rig rig, Command command) {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        rig.device()
                                .queue(QueueKind.COPY_IN)
                                .submit(
                                        command,
                                        fault -> {
                                            throw new AssertionError("a refused command ran");
                                        }));
    }
}
