package dev.holdfast.device.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.QueueKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Kernels in Java: every way to reach memory, and what they are given.
public interface KernelContract extends Backend {

    @Test
    default void everyAccessorReachesTheSameBytes() {
        try (Rig rig = Rig.open(this)) {
            Kernel kernel = rig.kernel("all", (memory, scalars) -> useAll(memory));
            rig.write(Rig.onDevice(0, 4096), Pattern.counting(4096));
            rig.runWell(
                    QueueKind.COMPUTE,
                    rig.launch(kernel, true, Rig.onDevice(0, 4096), Rig.onDevice(8192, 4096)));
            long[] out = rig.read(Rig.onDevice(8192, 4096));
            long[] expected = Pattern.counting(4096);
            expected[0] = -1;
            assertArrayEquals(expected, out);
        }
    }

    private static void useAll(dev.holdfast.device.KernelMemory memory) {
        assertEquals(2, memory.arguments());
        assertEquals(4096, memory.sizeBytes(1));
        long[] words = new long[300];
        memory.read(0, 0, words, 10, 256);
        assertEquals(0, words[9]);
        assertEquals(255, words[265]);
        memory.write(1, 0, words, 10, 256);
        byte[] bytes = new byte[3000];
        memory.read(0, 2048, bytes, 5, 2040);
        memory.write(1, 2048, bytes, 5, 2040);
        memory.putLong(1, 4088, memory.getLong(0, 4088));
        memory.putLong(1, 0, -1);
        assertEquals(-1, memory.getLong(1, 0));
        memory.read(0, 4096, words, 0, 0);
    }

    @Test
    default void wordsNeedNoAlignment() {
        try (Rig rig = Rig.open(this)) {
            Kernel kernel =
                    rig.kernel(
                            "odd",
                            (memory, scalars) -> {
                                memory.putLong(0, 13, 0x1122334455667788L);
                                long[] words = new long[2];
                                memory.read(0, 13, words, 0, 1);
                                memory.write(0, 101, words, 0, 2);
                            });
            rig.write(Rig.onDevice(0, 256), new long[32]);
            rig.runWell(QueueKind.COMPUTE, rig.launch(kernel, true, Rig.onDevice(0, 256)));
            byte[] bytes = rig.readBytes(Rig.onDevice(0, 256));
            assertEquals(bytes[13], bytes[101]);
            assertEquals(bytes[20], bytes[108]);
            assertEquals(0, bytes[12]);
            assertEquals(0, bytes[21]);
        }
    }

    @Test
    default void aLargeBufferIsReadAndWrittenInOneCall() {
        try (Rig rig = Rig.open(this)) {
            int size = 4 << 20;
            Kernel kernel =
                    rig.kernel(
                            "complement",
                            (memory, scalars) -> {
                                long[] words = new long[size / 8];
                                memory.read(0, 0, words, 0, words.length);
                                for (int i = 0; i < words.length; i++) {
                                    words[i] = ~words[i];
                                }
                                memory.write(1, 0, words, 0, words.length);
                            });
            rig.write(Rig.onDevice(0, size), Pattern.counting(size));
            rig.runWell(
                    QueueKind.COMPUTE,
                    rig.launch(kernel, true, Rig.onDevice(0, size), Rig.onDevice(16 << 20, size)));
            assertArrayEquals(Pattern.complement(size), rig.read(Rig.onDevice(16 << 20, size)));
        }
    }

    @Test
    default void scalarsArriveAndLaunchesRunInOrder() {
        try (Rig rig = Rig.open(this)) {
            Kernel kernel =
                    rig.kernel(
                            "times",
                            (memory, scalars) ->
                                    memory.putLong(
                                            0, 0, memory.getLong(0, 0) * scalars[0] + scalars[1]));
            rig.write(Rig.onDevice(0, 256), new long[32]);
            Command.Launch base = rig.launch(kernel, true, Rig.onDevice(0, 256));
            long expected = 0;
            for (int i = 1; i <= 20; i++) {
                rig.submit(
                        QueueKind.COMPUTE,
                        new Command.Launch(
                                kernel, base.arguments(), new long[] {3, i}, base.space()));
                expected = expected * 3 + i;
            }
            rig.runWell(QueueKind.COMPUTE, new Command.Marker());
            assertEquals(expected, rig.read(Rig.onDevice(0, 8))[0]);
        }
    }

    @Test
    default void withoutAnAddressSpaceAnArgumentIsItsRanges() {
        try (Rig rig = Rig.open(this)) {
            assumeTrue(
                    !rig.device().info().contiguousOnly(),
                    "not run: on this device an argument is one range");
            Kernel kernel =
                    rig.kernel(
                            "ramp",
                            (memory, scalars) -> {
                                for (long at = 0; at < memory.sizeBytes(0); at += 8) {
                                    memory.putLong(0, at, at / 8);
                                }
                            });
            // pieces of odd sizes: words lie across their edges
            var argument =
                    new BufferArgument(
                            0,
                            List.of(
                                    Rig.onDevice(0, 13),
                                    Rig.onDevice(1000, 3),
                                    Rig.onDevice(2000, 1008)),
                            1024,
                            true);
            assertNull(
                    rig.run(
                            QueueKind.COMPUTE,
                            new Command.Launch(
                                    kernel, List.of(argument), new long[0], Optional.empty())));
            byte[] whole = new byte[1024];
            System.arraycopy(rig.readBytes(Rig.onDevice(0, 13)), 0, whole, 0, 13);
            System.arraycopy(rig.readBytes(Rig.onDevice(1000, 3)), 0, whole, 13, 3);
            System.arraycopy(rig.readBytes(Rig.onDevice(2000, 1008)), 0, whole, 16, 1008);
            rig.write(Rig.onHost(0, 1024), whole);
            assertArrayEquals(Pattern.counting(1024), rig.read(Rig.onHost(0, 1024)));
        }
    }

    @Test
    default void whereAnArgumentIsOneRangeNothingElseIsTaken() {
        try (Rig rig = Rig.open(this)) {
            assumeTrue(
                    rig.device().info().contiguousOnly() && !rig.device().info().addressSpaces(),
                    "not run: on this device an argument may be many ranges");
            Kernel kernel = rig.kernel("nothing", (memory, scalars) -> {});
            HeapInfo heap = rig.device().heaps().getFirst();
            long unit = heap.alignmentBytes();
            rig.runWell(QueueKind.COMPUTE, rig.launch(kernel, true, Rig.onDevice(unit, 2 * unit)));
            refused(rig, kernel, Rig.onDevice(0, unit), Rig.onDevice(unit, unit));
            if (unit > 1) {
                refused(rig, kernel, Rig.onDevice(unit / 2, 2 * unit));
            }
            if (heap.slabBytes() < heap.sizeBytes()) {
                refused(rig, kernel, Rig.onDevice(heap.slabBytes() - unit, 2 * unit));
            }
        }
    }

    private static void refused(Rig rig, Kernel kernel, HeapRange... ranges) {
        long sizeBytes = 2 * rig.device().heaps().getFirst().alignmentBytes();
        var argument = new BufferArgument(0, List.of(ranges), sizeBytes, true);
        var launch = new Command.Launch(kernel, List.of(argument), new long[0], Optional.empty());
        assertThrows(IllegalArgumentException.class, () -> rig.submit(QueueKind.COMPUTE, launch));
    }
}
