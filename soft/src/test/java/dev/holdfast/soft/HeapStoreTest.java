package dev.holdfast.soft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.testing.SteppedWorkers;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The bytes of a heap: lazily committed, zero, and contiguous where that is possible.
final class HeapStoreTest {
    private static final long HUGE = 1L << 46;

    @Test
    void aHugeHeapCostsNothingUntilTouched() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            long before = residentBytes();
            HeapStore store = HeapStore.of(HUGE, arena);
            assumeTrue(store instanceof ReservedStore, "not run: no reservations here");
            for (long offset = 0; offset < HUGE; offset += HUGE / 64) {
                store.segment(offset).set(ValueLayout.JAVA_LONG, offset, offset);
            }
            for (long offset = 0; offset < HUGE; offset += HUGE / 64) {
                MemorySegment segment = store.segment(offset);
                assertEquals(offset, segment.get(ValueLayout.JAVA_LONG, offset));
                assertEquals(0, segment.get(ValueLayout.JAVA_LONG, offset + 8));
            }
            long cost = residentBytes() - before;
            assertTrue(cost < 256L << 20, "64 pages of 64 TiB cost " + cost);
        }
    }

    @Test
    void slabsAreCommittedOneByOne() {
        try (Arena arena = Arena.ofShared()) {
            SlabStore store = new SlabStore(HUGE, 1 << 20, arena);
            assertEquals(0, store.committed());
            assertEquals(0, store.segment(HUGE - 8).get(ValueLayout.JAVA_LONG, (1 << 20) - 8));
            assertEquals(1, store.committed());
            store.segment(HUGE - 1);
            assertEquals(1, store.committed());
            assertEquals(HUGE - (1 << 20), store.base(HUGE - 1));
            assertEquals(1, store.run(HUGE - 1));
            assertEquals(1 << 20, store.run(0));
        }
    }

    @Test
    void theLastSlabIsAsLongAsTheHeap() {
        try (Arena arena = Arena.ofShared()) {
            SlabStore store = new SlabStore(3 * 4096 + 100, 4096, arena);
            assertEquals(100, store.run(3 * 4096));
            assertEquals(100, store.segment(3 * 4096).byteSize());
        }
    }

    @Test
    void smallHeapsAreOneSlab() {
        assertEquals(1 << 20, SlabStore.slabBytes(1 << 20));
        assertEquals(1 << 21, SlabStore.slabBytes((1 << 20) + 1));
        assertEquals(256 << 20, SlabStore.slabBytes(1L << 40));
        assertEquals(2, SlabStore.slabBytes(1));
    }

    @Test
    void aReservationEndsWithItsArena() {
        Arena arena = Arena.ofShared();
        MemorySegment segment = Reservation.of(1 << 20, arena).orElse(MemorySegment.NULL);
        assumeTrue(segment.byteSize() > 0, "not run: no reservations here");
        segment.set(ValueLayout.JAVA_BYTE, 77, (byte) 1);
        arena.close();
        assertTrue(!segment.scope().isAlive());
    }

    @Test
    void whatCannotBeReservedFallsBackToSlabs() {
        try (Arena arena = Arena.ofShared()) {
            HeapStore store = HeapStore.of(1L << 54, arena);
            assertInstanceOf(SlabStore.class, store);
        }
    }

    @Test
    void aViewAcrossSlabsIsNotContiguousAndCopiesAcrossThemAreWhole() {
        SteppedWorkers workers = new SteppedWorkers();
        Arena arena = Arena.ofShared();
        try (SoftDevice device =
                SoftDevice.open(
                        Form.PAGED,
                        DeviceOptions.of(1 << 16, 1 << 16),
                        workers,
                        arena,
                        new SlabStore(1 << 16, 4096, arena),
                        new SlabStore(1 << 16, 4096, arena))) {
            assertTrue(device.hostView(new HeapRange(Device.HOST_HEAP, 4000, 200)).isEmpty());
            assertTrue(device.hostView(new HeapRange(Device.HOST_HEAP, 4096, 4096)).isPresent());
            for (int i = 0; i < 16; i++) {
                device.hostView(new HeapRange(Device.HOST_HEAP, i * 4096L, 4096))
                        .orElseThrow()
                        .fill((byte) (i + 1));
            }
            device.queue(QueueKind.COPY_IN)
                    .submit(
                            SteppedDevice.copy(
                                    new HeapRange(Device.HOST_HEAP, 0, 65000),
                                    new HeapRange(Device.DEVICE_HEAP, 511, 65000)),
                            fault -> {});
            device.queue(QueueKind.COPY_IN)
                    .submit(
                            new Command.Fill(List.of(new HeapRange(Device.DEVICE_HEAP, 4000, 200))),
                            fault -> {});
            workers.runUntilIdle();
            for (int at = 0; at < 65536; at++) {
                int expected =
                        at < 511 || at >= 65511 || at >= 4000 && at < 4200
                                ? 0
                                : (at - 511) / 4096 + 1;
                byte actual =
                        device.hostView(new HeapRange(Device.DEVICE_HEAP, at, 1))
                                .orElseThrow()
                                .get(ValueLayout.JAVA_BYTE, 0);
                assertEquals(expected, actual, "byte " + at);
            }
        }
    }

    private static long residentBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0)
                * 1024;
    }
}
