package dev.holdfast.memory.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three queues and a submitter write at once, and somebody reads all the while: nothing is read
/// that nobody wrote.
final class FlightRaceTest {
    private static final int COMMANDS = 30_000;

    @TempDir private Path folder;

    /// Command numbers say which queue and which fault belong to them, so that a record mixed of
    /// two would be found.
    private static FaultKind faultOf(long command) {
        return command % 3 == 0
                ? FaultKind.COPY_FAILED
                : command % 3 == 1 ? FaultKind.KERNEL_FAILED : FaultKind.REVOKED;
    }

    static void run(FlightRecorder recorder, QueueKind queue, AtomicLong commands) {
        run(recorder, queue, commands, COMMANDS);
    }

    static void run(FlightRecorder recorder, QueueKind queue, AtomicLong commands, long count) {
        for (long i = 0; i < count; i++) {
            long command = commands.getAndIncrement() * 4 + queue.ordinal();
            recorder.handedOver(command, queue);
            recorder.completed(command, queue, faultOf(command));
        }
    }

    static void check(FlightLog log) {
        Set<Long> numbers = new HashSet<>();
        for (FlightRecord each : log.records()) {
            assertTrue(numbers.add(each.number()));
            switch (each) {
                case FlightRecord.HandedOver given -> {
                    int queue = (int) given.command() % 4;
                    assertEquals(QueueKind.values()[queue].text(), given.queue());
                }
                case FlightRecord.Completed over -> {
                    int queue = (int) over.command() % 4;
                    assertEquals(QueueKind.values()[queue].text(), over.queue());
                    assertEquals(faultOf(over.command()).name(), over.fault().orElseThrow());
                }
                case FlightRecord.Submitted submitted -> {
                    assertEquals("work " + submitted.command() % 7, submitted.name());
                    assertEquals("client", submitted.client());
                }
                case FlightRecord.Closed closed -> {}
                default -> throw new AssertionError(each);
            }
        }
    }

    @Test
    void nothingIsReadThatNobodyWrote() throws Exception {
        Path file = folder.resolve("log");
        AtomicLong commands = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        List<Throwable> thrown = new ArrayList<>();
        try (var workers = new PlatformWorkers("race")) {
            FlightRecorder recorder =
                    FlightRecorder.open(new Recording(file, 1 << 20), "device", workers.ticker());
            List<Thread> writers = new ArrayList<>();
            for (QueueKind queue : QueueKind.values()) {
                writers.add(Thread.ofPlatform().start(() -> run(recorder, queue, commands)));
            }
            writers.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (long i = 0; i < COMMANDS; i++) {
                                    recorder.submitted(
                                            i, 1, "client", "work " + i % 7, "kernel", 0);
                                }
                            }));
            Thread reader = Thread.ofPlatform().start(() -> readOn(file, done, thrown));
            for (Thread writer : writers) {
                writer.join();
            }
            done.set(true);
            reader.join();
            recorder.close();
        }
        assertEquals(List.of(), thrown);
        FlightLog log = FlightLog.read(file);
        check(log);
        String notes = log.notes().toString();
        assertTrue(notes.contains("wrapped"));
        // each writer may have been held up for a whole lap in the middle of a record, once
        int lost = log.capacity() - log.records().size();
        assertTrue(lost <= QueueKind.values().length + 1, notes);
        if (lost == 0) {
            assertEquals(1, log.notes().size(), notes);
            assertEquals(List.of(), log.inFlight());
        } else {
            assertTrue(log.inFlight().size() <= lost, notes);
            assertTrue(log.notes().size() > 1, "what is lost is told");
        }
    }

    @Test
    void whoComesALapLateLeavesTheLaterRecord() {
        MemorySegment file = MemorySegment.ofArray(new long[4 * FlightFormat.SLOT_BYTES / 8]);
        Slots slots = new Slots(file, 0, 4);
        slots.write(5, 50, 0, 0, 0, 0, 0);
        slots.write(1, 10, 0, 0, 0, 0, 0);
        long at = FlightFormat.SLOT_BYTES;
        assertEquals(5, file.get(FlightFormat.WORD, at));
        assertEquals(50, file.get(FlightFormat.WORD, at + 8));
        slots.write(9, 90, 0, 0, 0, 0, 0);
        assertEquals(9, file.get(FlightFormat.WORD, at));
    }

    private static void readOn(Path file, AtomicBoolean done, List<Throwable> thrown) {
        try {
            while (!done.get()) {
                check(FlightLog.read(file));
            }
        } catch (IOException | AssertionError problem) {
            thrown.add(problem);
        }
    }
}
