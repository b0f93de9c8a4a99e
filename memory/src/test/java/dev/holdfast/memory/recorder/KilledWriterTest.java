package dev.holdfast.memory.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that does nothing but record, on four threads, is killed in the middle of it, which
/// often leaves a record that was begun. That is said, and nothing is read that nobody wrote.
final class KilledWriterTest {
    private static final int KILLS = Integer.getInteger("holdfast.kills", 5);
    private static final int MOST_DOTS = 400;
    private static final int RECORDS_A_DOT = 5_000;

    @TempDir private Path folder;

    /// The process that is killed.
    public static void main(String[] arguments) throws IOException {
        var workers = new PlatformWorkers("killed");
        FlightRecorder recorder =
                FlightRecorder.open(
                        new Recording(Path.of(arguments[0]), Recording.DEFAULT_BYTES),
                        "device",
                        workers.ticker());
        AtomicLong commands = new AtomicLong();
        for (QueueKind queue : QueueKind.values()) {
            Thread.ofPlatform()
                    .start(() -> FlightRaceTest.run(recorder, queue, commands, Long.MAX_VALUE));
        }
        try (var out = new FileOutputStream(FileDescriptor.out)) {
            for (long i = 0; true; i++) {
                recorder.submitted(i, 1, "client", "work " + i % 7, "kernel", 0);
                if (i % RECORDS_A_DOT == 0) {
                    out.write('.');
                }
            }
        }
    }

    private FlightLog killAfter(int dots, Path file) throws IOException, InterruptedException {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledWriterTest.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int heard = 0;
        try (InputStream out = child.getInputStream()) {
            while (out.read() >= 0) {
                heard++;
                if (heard == dots) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertEquals(128 + 9, child.waitFor());
        return FlightLog.read(file);
    }

    @Test
    void whatWasBegunIsSaidToBeAndNothingIsMisread() throws IOException, InterruptedException {
        Random random = new Random(148980);
        int torn = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            FlightLog log = killAfter(1 + random.nextInt(MOST_DOTS), folder.resolve("log-" + kill));
            FlightRaceTest.check(log);
            boolean begun = log.notes().stream().anyMatch(note -> note.contains("not finished"));
            torn += begun ? 1 : 0;
            // one for each thread and what follows from it; threads that lost the processor for as
            // long as the others needed for a whole ring have spoilt one record each
            assertTrue(log.notes().size() <= 12, log.notes().toString());
        }
        System.out.printf("%d kills of a writer, %d logs with a torn record%n", KILLS, torn);
    }
}
