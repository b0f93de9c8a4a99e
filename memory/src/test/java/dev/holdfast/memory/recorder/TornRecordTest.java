package dev.holdfast.memory.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.SteppedWorkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log as a process may leave it that dies between any two stores, and as a disk may: whatever is
/// not whole is said to be so, and nothing is read as what it is not.
final class TornRecordTest {
    private static final int RECORDS = 128;

    @TempDir private Path folder;
    private Path file;
    private FlightRecorder recorder;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("flight.log");
        recorder =
                FlightRecorder.open(
                        new Recording(file, Recording.LEAST_BYTES),
                        "none",
                        new SteppedWorkers().ticker());
    }

    private void commands(long from, int count) {
        for (long command = from; command < from + count; command++) {
            recorder.handedOver(command, QueueKind.COPY_IN);
            recorder.completed(command, QueueKind.COPY_IN, FaultKind.COPY_FAILED);
        }
    }

    private static int at(long number) {
        return FlightFormat.HEADER_BYTES + (int) (number % RECORDS) * FlightFormat.SLOT_BYTES;
    }

    private FlightLog read(byte[] content) throws IOException {
        Path copy = folder.resolve("copy");
        Files.write(copy, content);
        return FlightLog.read(copy);
    }

    private byte[] content() throws IOException {
        return Files.readAllBytes(file);
    }

    private static List<String> damage(FlightLog log) {
        return log.notes().stream()
                .filter(note -> !note.contains("wrapped") && !note.contains("is in flight, and"))
                .toList();
    }

    private void everyFlipOfTheLastRecordIsFound(long last) throws IOException {
        byte[] whole = content();
        List<FlightRecord> before = read(whole).records();
        assertEquals(last, before.getLast().number());
        for (int position = 0; position < FlightFormat.SLOT_BYTES; position++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] flipped = whole.clone();
                flipped[at(last) + position] ^= (byte) (1 << bit);
                FlightLog log = read(flipped);
                assertNotEquals(List.of(), damage(log), "byte " + position + ", bit " + bit);
                assertEquals(last - 1, log.records().getLast().number());
                assertTrue(before.containsAll(log.records()), "byte " + position);
            }
        }
    }

    @Test
    void aFlippedBitAnywhereInTheLastRecordIsFound() throws IOException {
        commands(1, 3);
        everyFlipOfTheLastRecordIsFound(6);
    }

    @Test
    void aFlippedBitAnywhereInTheLastRecordIsFoundInALogThatHasWrapped() throws IOException {
        commands(1, 3 * RECORDS);
        everyFlipOfTheLastRecordIsFound(6 * RECORDS);
    }

    /// The first bytes are the new record's, the rest is what was there before.
    @Test
    void aRecordThatWasStoredInPartIsFoundWhereverItEnds() throws IOException {
        commands(1, 3 * RECORDS);
        byte[] before = content();
        long last = 6L * RECORDS + 1;
        recorder.handedOver(9999, QueueKind.COMPUTE);
        byte[] after = content();
        List<FlightRecord> old = read(before).records();
        for (int stored = 0; stored <= FlightFormat.SLOT_BYTES; stored++) {
            for (boolean stampFirst : new boolean[] {true, false}) {
                byte[] torn = before.clone();
                int from = stampFirst ? 0 : FlightFormat.SLOT_BYTES - stored;
                System.arraycopy(after, at(last) + from, torn, at(last) + from, stored);
                FlightLog log = read(torn);
                boolean whole = Arrays.equals(torn, after);
                boolean untouched = Arrays.equals(torn, before);
                assertEquals(whole || untouched, damage(log).isEmpty(), stored + " bytes");
                assertEquals(whole, log.records().getLast().number() == last);
                assertTrue(
                        whole || old.containsAll(log.records()),
                        "read what nobody wrote: " + stored);
            }
        }
    }

    @Test
    void aRecordThatWasBegunIsSaidToBe() throws IOException {
        commands(1, 3);
        byte[] content = content();
        java.nio.ByteBuffer.wrap(content)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(at(7), -7);

        FlightLog log = read(content);

        assertEquals(List.of("record 7 was begun and not finished"), log.notes());
        assertEquals(6, log.records().size());
    }

    @Test
    void aRecordThatIsMissingInBetweenIsSaidToBe() throws IOException {
        commands(1, 3);
        byte[] content = content();
        Arrays.fill(content, at(4), at(5), (byte) 0);

        FlightLog log = read(content);

        assertEquals("1 record is missing between 1 and 6", log.notes().getFirst());
        assertEquals(2, log.inFlight().getFirst().handedOver().command());
        assertTrue(log.notes().getLast().contains("may be over"), log.notes().toString());
    }

    @Test
    void whatWasHandedOverBeforeTheLogWrappedIsCounted() throws IOException {
        recorder.handedOver(1, QueueKind.COMPUTE);
        commands(2, RECORDS);

        FlightLog log = FlightLog.read(file);

        assertTrue(log.isWrapped());
        assertEquals(List.of(), log.inFlight());
        assertEquals(
                "1 more in flight on compute: handed over before the log wrapped",
                log.notes().getLast());
    }

    @Test
    void whatIsInFlightAndWhoseRecordIsOverwrittenIsToldOfAllTheSame() throws IOException {
        recorder.submitted(1, 1, "client", "work", "kernel", 0);
        commands(2, RECORDS / 2 - 1);
        recorder.handedOver(1, QueueKind.COMPUTE);
        commands(1000, RECORDS / 4);

        FlightLog log = FlightLog.read(file);

        assertEquals(1, log.inFlight().getFirst().handedOver().command());
        assertTrue(log.inFlight().getFirst().what().isEmpty());
        assertTrue(
                log.notes().getLast().contains("what it is has been overwritten"),
                log.notes().toString());
    }

    @Test
    void namesAreWrittenAnewBeforeTheyAreOverwritten() throws IOException {
        for (int command = 1; command <= 20 * RECORDS; command++) {
            recorder.submitted(command, 1, "client", "work " + command, "kernel", 0);
            FlightLog log = command % 50 == 0 ? FlightLog.read(file) : null;
            if (log != null) {
                List<FlightRecord> all = log.records();
                for (FlightRecord each : all.subList(all.size() / 2, all.size())) {
                    var submitted = (FlightRecord.Submitted) each;
                    assertEquals("client", submitted.client());
                    assertEquals("work " + submitted.command(), submitted.name());
                    assertEquals("kernel", submitted.kernel());
                }
            }
        }
    }

    @Test
    void aFlippedByteInANameLeavesTheNameAway() throws IOException {
        recorder.submitted(1, 1, "client", "work", "kernel", 0);
        byte[] whole = content();
        int name = FlightFormat.HEADER_BYTES + (RECORDS + 1) * FlightFormat.SLOT_BYTES;
        for (int position = 0; position < FlightFormat.SLOT_BYTES; position++) {
            byte[] flipped = whole.clone();
            flipped[name + position] ^= 0x10;
            var submitted = (FlightRecord.Submitted) read(flipped).records().getFirst();
            assertEquals("", submitted.client(), "byte " + position);
            assertEquals("work", submitted.name());
        }
    }

    @Test
    void aHeaderIsReadWholeOrNotAtAll() throws IOException {
        byte[] whole = content();
        for (int position = 0; position < FlightFormat.HEADER_BYTES; position++) {
            byte[] flipped = whole.clone();
            flipped[position] ^= 0x01;
            assertThrows(FlightLogException.class, () -> read(flipped), "byte " + position);
        }
    }

    @Test
    void aFileThatWasCutIsRefusedWhereverItWas() throws IOException {
        commands(1, 3);
        byte[] whole = content();
        assertFalse(read(whole).records().isEmpty());
        for (int length = 0; length < whole.length; length += length < 4200 ? 7 : 997) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(FlightLogException.class, () -> read(cut), "at " + length);
        }
    }
}
