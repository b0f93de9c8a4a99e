package dev.holdfast.device.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.CopySource;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Memory that a caller lends: it arrives whole, and where it disappears before it was read, that
/// is a fault of the copy that was to read it and of nothing else. A backend that hands it to a
/// driver ends the process here.
public interface LentContract extends Backend {

    @ParameterizedTest
    @ValueSource(ints = {1, 4095, 65_537, (1 << 20) + 1, 5_000_003})
    default void lentMemoryOfAnySizeArrivesWhole(int sizeBytes) {
        try (Rig rig = Rig.open(this);
                Arena arena = Arena.ofShared()) {
            byte[] content = Pattern.random(sizeBytes, sizeBytes);
            MemorySegment lent = arena.allocate(sizeBytes).copyFrom(MemorySegment.ofArray(content));
            byte[] around = Pattern.of(0x55, sizeBytes + 64);
            System.arraycopy(content, 0, around, 32, sizeBytes);
            for (MemorySegment each : List.of(lent, MemorySegment.ofArray(content))) {
                for (HeapRange whole :
                        List.of(
                                Rig.onDevice(12_345 - 32, around.length),
                                Rig.onHost(12_345 - 32, around.length))) {
                    rig.write(whole, Pattern.of(0x55, around.length));
                    HeapRange target = whole.slice(32, sizeBytes);
                    rig.runWell(QueueKind.COPY_IN, Rig.copy(new CopySource.Lent(each), target));
                    assertArrayEquals(around, rig.readBytes(whole));
                }
            }
        }
    }

    /// Many at a time, on every queue, so that what is set aside for reading is used up many times
    /// over, and by several queues at once.
    @Test
    default void manyCopiesOfLentMemoryDoNotMix() {
        int size = 3 << 20;
        try (Rig rig = Rig.open(this)) {
            List<CompletableFuture<Fault>> copies = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                QueueKind queue = QueueKind.values()[i % QueueKind.values().length];
                var lent = new CopySource.Lent(MemorySegment.ofArray(Pattern.random(i, size)));
                copies.add(rig.submit(queue, Rig.copy(lent, Rig.onDevice((long) i * size, size))));
            }
            copies.forEach(copy -> assertEquals(null, Rig.await(copy)));
            for (int i = 0; i < 9; i++) {
                byte[] expected = Pattern.random(i, size);
                assertArrayEquals(expected, rig.readBytes(Rig.onDevice((long) i * size, size)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(QueueKind.class)
    default void anArenaThatIsClosedTooEarlyIsAFaultAndNotACrash(QueueKind queue) {
        try (Rig rig = Rig.open(this)) {
            Arena arena = Arena.ofShared();
            var lent = new CopySource.Lent(arena.allocate(4096));
            arena.close();
            assertLost(rig.run(queue, Rig.copy(lent, Rig.onDevice(0, 4096))), 4096);
            assertLost(rig.run(queue, Rig.copy(lent, Rig.onHost(0, 4096))), 4096);
            assertGoesOn(rig, queue);
        }
    }

    /// Its owner closes it while it is read. Whichever is first: what arrived is right, or is said
    /// to be lost.
    @Test
    default void anArenaThatIsClosedMeanwhileIsRightOrLost() {
        int size = 4 << 20;
        byte[] content = Pattern.random(3, size);
        try (Rig rig = Rig.open(this)) {
            for (int round = 0; round < 20; round++) {
                Arena arena = Arena.ofShared();
                var lent =
                        new CopySource.Lent(
                                arena.allocate(size).copyFrom(MemorySegment.ofArray(content)));
                List<CompletableFuture<Fault>> copies = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    HeapRange target = Rig.onDevice((long) i * size, size);
                    copies.add(rig.submit(QueueKind.COPY_IN, Rig.copy(lent, target)));
                }
                Rig.await(copies.get(round % 4));
                arena.close();
                for (int i = 0; i < 4; i++) {
                    Fault fault = Rig.await(copies.get(i));
                    if (fault == null) {
                        byte[] got = rig.readBytes(Rig.onDevice((long) i * size, size));
                        assertArrayEquals(content, got);
                    } else {
                        assertLost(fault, size);
                    }
                }
            }
            assertGoesOn(rig, QueueKind.COPY_IN);
        }
    }

    /// Again and again, so that what reads is compiled: the fault of a mapping is thrown later
    /// there. Breaks if a copy of what is not there is said to have gone well, if the error turns
    /// up anywhere else, or if a driver reads the mapping.
    @ParameterizedTest
    @ValueSource(ints = {8, 4096, 100_000})
    default void aMappedFileThatGetsShorterIsAFaultAndNotACrash(
            int sizeBytes, @TempDir Path folder) {
        int rounds = 3000;
        try (Rig rig = Rig.open(this);
                Arena arena = Arena.ofShared();
                FileChannel file = create(folder.resolve("lent"), sizeBytes)) {
            MemorySegment mapped = file.map(FileChannel.MapMode.READ_ONLY, 0, sizeBytes, arena);
            var lent = new CopySource.Lent(mapped);
            for (HeapRange target : List.of(Rig.onDevice(0, sizeBytes), Rig.onHost(0, sizeBytes))) {
                for (int i = 0; i < rounds; i++) {
                    rig.runWell(QueueKind.COPY_IN, Rig.copy(lent, target));
                }
            }
            file.truncate(0);
            for (HeapRange target : List.of(Rig.onDevice(0, sizeBytes), Rig.onHost(0, sizeBytes))) {
                for (int i = 0; i < 100; i++) {
                    assertLost(rig.run(QueueKind.COPY_IN, Rig.copy(lent, target)), sizeBytes);
                }
            }
            assertGoesOn(rig, QueueKind.COPY_IN);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static FileChannel create(Path path, int sizeBytes) throws IOException {
        FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        file.write(ByteBuffer.wrap(Pattern.random(1, sizeBytes)), 0);
        return file;
    }

    private static void assertLost(Fault fault, int sizeBytes) {
        assertNotNull(fault, "it was not there, and is said to have arrived");
        assertEquals(FaultKind.SOURCE_LOST, fault.kind(), fault.toString());
        assertTrue(fault.message().contains("copy of " + sizeBytes), fault.message());
    }

    private static void assertGoesOn(Rig rig, QueueKind queue) {
        byte[] content = Pattern.random(2, 1000);
        var lent = new CopySource.Lent(MemorySegment.ofArray(content));
        rig.runWell(queue, Rig.copy(lent, Rig.onDevice(7, 1000)));
        assertArrayEquals(content, rig.readBytes(Rig.onDevice(7, 1000)));
    }
}
