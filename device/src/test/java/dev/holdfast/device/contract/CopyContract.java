package dev.holdfast.device.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Copies: every direction, every size, every piece where it belongs and nothing beside it.
public interface CopyContract extends Backend {

    @ParameterizedTest
    @ValueSource(longs = {4 << 10, 64 << 10, 2 << 20, 8188 << 10, 8 << 20, 8196 << 10, 64 << 20})
    @Scenario(value = "A6", breaks = "a copy that drops the tail behind its last whole chunk")
    default void aCopyOfAnySizeArrivesWhole(long sizeBytes) {
        try (Rig rig = Rig.open(this, DeviceOptions.of(sizeBytes, 2 * sizeBytes))) {
            HeapRange device = Rig.onDevice(0, sizeBytes);
            HeapRange back = Rig.onHost(sizeBytes, sizeBytes);
            rig.write(Rig.onHost(0, sizeBytes), Pattern.counting(sizeBytes));
            rig.write(device, Pattern.complement(sizeBytes));
            rig.runWell(QueueKind.COPY_IN, Rig.copy(Rig.onHost(0, sizeBytes), device));
            rig.runWell(QueueKind.COPY_OUT, Rig.copy(device, back));
            assertArrayEquals(Pattern.counting(sizeBytes), rig.read(back));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8 << 10, 4 << 20})
    @Scenario(value = "A11", breaks = "a copy that is right inside and wrong at its edges")
    default void bothDirectionsCarryTheEdges(long sizeBytes) {
        try (Rig rig = Rig.open(this)) {
            HeapRange host = Rig.onHost(0, sizeBytes);
            HeapRange device = Rig.onDevice(0, sizeBytes);
            rig.runWell(QueueKind.COPY_IN, new Command.Fill(List.of(device)));
            long[] remote = filled(sizeBytes, 0xc0c0c0c0c0c0c0c0L);
            rig.write(host, remote);
            rig.runWell(QueueKind.COPY_IN, Rig.copy(host, device));
            assertEdges(0xc0c0c0c0c0c0c0c0L, rig.read(device));
            rig.write(device, filled(sizeBytes, 0xd0d0d0d0d0d0d0d0L));
            rig.runWell(QueueKind.COPY_OUT, Rig.copy(device, host));
            assertEdges(0xd0d0d0d0d0d0d0d0L, rig.read(host));
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1, 3, 7, 8, 9, 255, 256, 257, 4095, 4097, 65537, 4194303, 4194304, 4194305})
    default void oddSizesAtOddOffsetsTouchNothingBeside(int sizeBytes) {
        try (Rig rig = Rig.open(this)) {
            int offset = 12_345;
            byte[] around = Pattern.of(0x55, sizeBytes + 64);
            rig.write(Rig.onDevice(offset - 32, around.length), around);
            byte[] content = Pattern.random(sizeBytes, sizeBytes);
            rig.write(Rig.onHost(777, sizeBytes), content);
            rig.runWell(
                    QueueKind.COPY_IN,
                    Rig.copy(Rig.onHost(777, sizeBytes), Rig.onDevice(offset, sizeBytes)));
            System.arraycopy(content, 0, around, 32, sizeBytes);
            assertArrayEquals(around, rig.readBytes(Rig.onDevice(offset - 32, around.length)));
        }
    }

    @ParameterizedTest
    @EnumSource(QueueKind.class)
    default void everyQueueCopiesEveryWay(QueueKind queue) {
        try (Rig rig = Rig.open(this)) {
            int size = 100_000;
            byte[] content = Pattern.random(1, size);
            List<HeapRange> chain =
                    List.of(
                            Rig.onHost(0, size),
                            Rig.onDevice(0, size),
                            Rig.onDevice(1 << 20, size),
                            Rig.onHost(1 << 20, size),
                            Rig.onHost(2 << 20, size));
            rig.write(chain.getFirst(), content);
            for (int i = 1; i < chain.size(); i++) {
                rig.runWell(queue, Rig.copy(chain.get(i - 1), chain.get(i)));
                assertArrayEquals(content, rig.readBytes(chain.get(i)), "hop " + i);
            }
        }
    }

    @Test
    default void piecesAreGatheredAndScattered() {
        try (Rig rig = Rig.open(this)) {
            SplittableRandom random = new SplittableRandom(7);
            byte[] expected = Pattern.of(0, 1 << 20);
            rig.write(Rig.onDevice(0, expected.length), expected);
            byte[] content = Pattern.random(8, 1 << 20);
            rig.write(Rig.onHost(0, content.length), content);
            List<Transfer> transfers = new ArrayList<>();
            int target = 0;
            while (target < expected.length - 20_000) {
                int size = random.nextInt(1, 9000);
                int source = random.nextInt(content.length - size);
                transfers.add(new Transfer(Rig.onHost(source, size), Rig.onDevice(target, size)));
                System.arraycopy(content, source, expected, target, size);
                target += size + random.nextInt(9000);
            }
            rig.runWell(QueueKind.COPY_IN, new Command.Copy(transfers));
            assertArrayEquals(expected, rig.readBytes(Rig.onDevice(0, expected.length)));
        }
    }

    @Test
    default void lentAndOwnMemoryMixInOneCommand() {
        try (Rig rig = Rig.open(this);
                Arena arena = Arena.ofShared()) {
            MemorySegment lent = arena.allocate(1000).fill((byte) 9);
            rig.write(Rig.onDevice(0, 3000), Pattern.of(1, 3000));
            rig.write(Rig.onHost(0, 1000), Pattern.of(5, 1000));
            var command =
                    new Command.Copy(
                            List.of(
                                    new Transfer(Rig.onHost(0, 1000), Rig.onDevice(2000, 1000)),
                                    new Transfer(
                                            new CopySource.Lent(lent), Rig.onDevice(0, 1000))));
            rig.runWell(QueueKind.COPY_IN, command);
            byte[] expected = Pattern.of(1, 3000);
            Arrays.fill(expected, 0, 1000, (byte) 9);
            Arrays.fill(expected, 2000, 3000, (byte) 5);
            assertArrayEquals(expected, rig.readBytes(Rig.onDevice(0, 3000)));
            assertEquals(9, lent.get(ValueLayout.JAVA_BYTE, 999), "lent memory is only read");
        }
    }

    @Test
    default void nothingToCopyCompletes() {
        try (Rig rig = Rig.open(this)) {
            assertNull(rig.run(QueueKind.COPY_IN, new Command.Copy(List.of())));
            assertNull(rig.run(QueueKind.COPY_IN, Rig.copy(Rig.onHost(0, 0), Rig.onDevice(0, 0))));
        }
    }

    @Test
    @Scenario(value = "A8", breaks = "two copies that share a staging place")
    default void copiesOfManyThreadsDoNotMix() throws Exception {
        int threads = Runtime.getRuntime().availableProcessors() + 1;
        int size = 1 << 20;
        long heap = (threads + 1L) * 2 * size;
        try (Rig rig = Rig.open(this, DeviceOptions.of(heap, heap))) {
            List<Threads.Started> started = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                long at = (long) i * size;
                byte[] content = Pattern.random(i, size);
                started.add(Threads.start(() -> copyAround(rig, at, content)));
            }
            for (Threads.Started thread : started) {
                thread.join();
            }
        }
    }

    private static void copyAround(Rig rig, long at, byte[] content) {
        int size = content.length;
        for (int round = 0; round < 4; round++) {
            rig.write(Rig.onHost(at, size), content);
            rig.runWell(QueueKind.COPY_IN, Rig.copy(Rig.onHost(at, size), Rig.onDevice(at, size)));
            rig.runWell(QueueKind.COPY_IN, new Command.Fill(List.of(Rig.onHost(at, size))));
            rig.runWell(QueueKind.COPY_OUT, Rig.copy(Rig.onDevice(at, size), Rig.onHost(at, size)));
            assertArrayEquals(content, rig.readBytes(Rig.onHost(at, size)));
        }
    }

    private static long[] filled(long sizeBytes, long word) {
        long[] words = new long[Math.toIntExact(sizeBytes / Long.BYTES)];
        Arrays.fill(words, word);
        return words;
    }

    private static void assertEdges(long expected, long[] words) {
        assertEquals(expected, words[0]);
        assertEquals(expected, words[words.length - 1]);
    }
}
