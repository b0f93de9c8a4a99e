package dev.holdfast.memory.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Device;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.QueueKind;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.testing.ForwardingDevice;
import dev.holdfast.testing.SteppedWorkers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of files: of those that were there before, and of those that are none of ours.
final class FlightFileTest {
    private final SteppedWorkers workers = new SteppedWorkers();
    @TempDir private Path folder;

    private FlightRecorder open(Path file) throws IOException {
        return FlightRecorder.open(
                new Recording(file, Recording.LEAST_BYTES), "device", workers.ticker());
    }

    @Test
    void theLogOfAnEarlierProcessIsKept() throws IOException {
        Path file = folder.resolve("log");
        FlightRecorder earlier = open(file);
        earlier.handedOver(17, QueueKind.COMPUTE);
        earlier.close();

        open(file).close();

        FlightLog kept = FlightLog.read(folder.resolve("log.previous"));
        assertEquals(17, kept.inFlight().getFirst().handedOver().command());
        assertEquals(1, FlightLog.read(file).records().size());
    }

    @Test
    void aFileThatIsNoLogIsLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("thesis.txt"), "ten years of work");

        IOException refused = assertThrows(IOException.class, () -> open(file));

        assertTrue(refused.getMessage().contains("left as it is"), refused.getMessage());
        assertEquals("ten years of work", Files.readString(file));
        assertThrows(FlightLogException.class, () -> FlightLog.read(file));
        assertThrows(FlightLogException.class, () -> FlightLog.read(folder));
    }

    @Test
    void managerThatCannotBeOpenedLeavesNoLogOpen() throws Exception {
        Path file = folder.resolve("log");
        var options = MemoryOptions.defaults().recordTo(file, Recording.LEAST_BYTES);
        try (var device = new ManualDevice(1 << 20, 1 << 20, 1 << 20)) {
            Device broken = new WithoutHeaps(device);
            var thrown =
                    assertThrows(
                            IllegalStateException.class,
                            () -> MemoryManager.open(broken, workers, options));
            assertEquals("no heaps today", thrown.getMessage());
            assertTrue(FlightLog.read(file).isClosed());
            MemoryManager.open(device, workers, options).close();
        }
    }

    private record WithoutHeaps(Device inner) implements ForwardingDevice {
        @Override
        public List<HeapInfo> heaps() {
            throw new IllegalStateException("no heaps today");
        }
    }

    @Test
    void aLogThatIsBeingWrittenIsLeftAlone() throws IOException {
        Path file = folder.resolve("log");
        try (FlightRecorder recorder = open(file)) {
            recorder.handedOver(1, QueueKind.COMPUTE);

            IOException refused = assertThrows(IOException.class, () -> open(file));

            assertTrue(refused.getMessage().contains("somebody else"), refused.getMessage());
            assertEquals(1, FlightLog.read(file).inFlight().size());
        }
    }

    @Test
    void aManagerWithoutItsRecorderIsNotOpened() throws IOException {
        Path file = Files.writeString(folder.resolve("thesis.txt"), "ten years of work");
        MemoryOptions options = MemoryOptions.defaults().recordTo(file);
        var device = new ManualDevice(4096, 4096, 4096);

        var refused =
                assertThrows(
                        UncheckedIOException.class,
                        () -> MemoryManager.open(device, workers, options));

        assertTrue(refused.getMessage().startsWith("no flight recorder: "));
    }

    /// Breaks if the interrupt is swallowed, if nobody says that it was one, or if the half-made
    /// file stays.
    @Test
    void interruptedThreadIsToldSoAndStaysInterrupted() throws IOException {
        Path file = folder.resolve("log");
        MemoryOptions options = MemoryOptions.defaults().recordTo(file);
        var device = new ManualDevice(4096, 4096, 4096);

        Thread.currentThread().interrupt();
        var told =
                assertThrows(
                        UncheckedIOException.class,
                        () -> MemoryManager.open(device, workers, options));

        assertTrue(Thread.interrupted(), "the interrupt is kept");
        assertEquals(
                "no flight recorder: the thread was interrupted while the flight log was made",
                told.getMessage());
        try (var left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
        MemoryManager.open(device, workers, options).close();
        assertEquals(1, FlightLog.read(file).records().size());
    }

    @Test
    void anotherVersionIsNamed() throws IOException {
        Path file = folder.resolve("log");
        open(file).close();
        byte[] content = Files.readAllBytes(file);
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 2);
        Files.write(file, content);

        var refused = assertThrows(FlightLogException.class, () -> FlightLog.read(file));

        assertTrue(refused.getMessage().contains("of version 2"), refused.getMessage());
    }

    @Test
    void noPageOfTheFileIsAHole() throws Exception {
        Path file = folder.resolve("log");
        open(file).close();
        long blocks = 512L * (Integer) blocks(file);
        assertFalse(blocks < Files.size(file), blocks + " bytes on the disk");
    }

    private static Object blocks(Path file) throws Exception {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return Integer.parseInt(new String(stat.getInputStream().readAllBytes()).strip());
    }

    @Test
    void aSizeThatIsNoneIsRefused() {
        Path file = folder.resolve("log");
        assertThrows(IllegalArgumentException.class, () -> new Recording(file, 1000));
        assertThrows(IllegalArgumentException.class, () -> new Recording(file, Long.MAX_VALUE));
        assertEquals(32768, new Recording(file, Recording.DEFAULT_BYTES).records());
    }
}
