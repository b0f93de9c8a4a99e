package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.replay.Witness;
import dev.holdfast.memory.recorder.FlightLog;
import dev.holdfast.memory.recorder.FlightRecord;
import dev.holdfast.memory.recorder.InFlight;
import dev.holdfast.memory.recorder.ObjectUse;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` in the middle of a replay, at random moments, and what the recorder's file says
/// afterwards held against a witness who stands between the manager and the device: `./dev
/// kill-test` does it fifty times.
class KilledReplayTest {
    private static final int KILLS = Integer.getInteger("holdfast.kills", 5);
    private static final long SEED = Long.getLong("holdfast.kills.seed", 148980);
    private static final int MOST_LINES = 40_000;
    private static final List<String> QUEUES = List.of("copy-in", "copy-out", "compute");

    @TempDir private Path folder;

    private record Killed(Witness witness, FlightLog log, int status) {}

    private Killed killAfter(int lines, Path file) throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.holdfast.cli.Main",
                        "replay",
                        "--device",
                        "witness",
                        "--scale",
                        "0.01",
                        "--device-memory",
                        "25%",
                        "--clients",
                        "2",
                        "--iterations",
                        "1000",
                        "--recorder",
                        file.toString());
        Process child =
                new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        Witness witness = new Witness();
        try (BufferedReader reader = child.errorReader()) {
            String line;
            while ((line = reader.readLine()) != null) {
                if (witness.heard(line) && witness.lines() == lines) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        int status = child.waitFor();
        assertTrue(witness.lines() >= lines, () -> "ended by itself: " + witness.others());
        return new Killed(witness, FlightLog.read(file), status);
    }

    @Test
    void whatTheLogSaysIsWhatTheWitnessSaw() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        int named = 0;
        int wrapped = 0;
        int noted = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Path file = folder.resolve("flight-" + kill);
            Killed killed = killAfter(1 + random.nextInt(MOST_LINES), file);
            assertEquals(128 + 9, killed.status(), "killed, and not ended by itself");
            check(killed);
            FlightLog log = killed.log();
            named += log.inFlight().size();
            wrapped += log.isWrapped() ? 1 : 0;
            noted += notes(log).isEmpty() ? 0 : 1;
            System.out.printf(
                    "kill %d of %d after %d lines: %d records, %s%d in flight, witness %s%s%n",
                    kill,
                    KILLS,
                    killed.witness().lines(),
                    log.records().size(),
                    log.isWrapped() ? "wrapped, " : "",
                    log.inFlight().size(),
                    between(killed.witness()),
                    notes(log).isEmpty() ? "" : ", " + notes(log));
            Files.delete(file);
        }
        System.out.printf(
                "%d kills, %d logs wrapped, %d with a torn record, %d commands named in flight%n",
                KILLS, wrapped, noted, named);
        assertNotEquals(0, named, "nothing was ever in flight: this shows nothing");
    }

    private static String between(Witness witness) {
        long inBetween = 0;
        for (String queue : QUEUES) {
            inBetween += witness.given(queue) - witness.reported(queue);
        }
        return Long.toString(inBetween);
    }

    private static List<String> notes(FlightLog log) {
        return log.notes().stream().filter(note -> !note.contains("log has wrapped")).toList();
    }

    private static void check(Killed killed) {
        FlightLog log = killed.log();
        Witness witness = killed.witness();
        assertFalse(log.isClosed());
        // a record may be torn for each thread that was writing one, and then is said to be
        for (String note : notes(log)) {
            assertTrue(
                    note.contains("begun and not finished")
                            || note.contains("missing between")
                            || note.contains("torn or damaged"),
                    note);
        }
        assertTrue(notes(log).size() <= 8, notes(log).toString());
        if (notes(log).isEmpty()) {
            withoutGaps(log);
        }
        for (String queue : QUEUES) {
            check(queue, log, witness, notes(log).isEmpty());
        }
    }

    /// Numbers are those of records, and an object of a submission has one too.
    private static void withoutGaps(FlightLog log) {
        long next = log.records().getFirst().number();
        for (FlightRecord each : log.records()) {
            boolean first = each == log.records().getFirst();
            assertTrue(each.number() == next || (first && log.isWrapped()), "gap at " + next);
            next = each.number() + 1;
            if (each instanceof FlightRecord.Submitted submitted) {
                next += submitted.objects();
            }
        }
    }

    /// In flight is what the witness saw given and not reported; and besides, for each queue, at
    /// most one command that was on its way to the device and one that was on its way back.
    private static void check(String queue, FlightLog log, Witness witness, boolean whole) {
        TreeSet<Long> inFlight = new TreeSet<>();
        List<InFlight> known = new ArrayList<>();
        for (InFlight each : log.inFlight()) {
            if (each.handedOver().queue().equals(queue)) {
                inFlight.add(each.handedOver().ordinal());
                known.add(each);
            }
        }
        long given = witness.given(queue);
        long reported = witness.reported(queue);
        TreeSet<Long> atLeast = new TreeSet<>();
        for (long ordinal = reported + 1; ordinal <= given; ordinal++) {
            atLeast.add(ordinal);
        }
        String seen = queue + ": log " + inFlight + ", witness " + atLeast;
        assertTrue(inFlight.containsAll(atLeast), seen);
        if (whole) {
            assertTrue(inFlight.isEmpty() || inFlight.first() >= reported, seen);
            assertTrue(inFlight.isEmpty() || inFlight.last() <= given + 1, seen);
        }
        for (InFlight each : known) {
            String saw = witness.what(queue, each.handedOver().ordinal());
            if (!saw.isEmpty()) {
                assertEquals(saw, told(each), seen);
            }
        }
    }

    /// What the log says of a command, in the words of the witness.
    private static String told(InFlight each) {
        return switch (each.what().orElseThrow()) {
            case FlightRecord.Submitted submitted -> {
                assertEquals(submitted.objects(), submitted.uses().size());
                assertEquals("verify", submitted.kernel());
                assertFalse(submitted.name().isEmpty() || submitted.client().isEmpty());
                StringBuilder line = new StringBuilder("K");
                for (ObjectUse use : submitted.uses()) {
                    assertFalse(use.name().isEmpty());
                    line.append(' ').append(use.heap()).append(':').append(use.offset());
                    line.append(':').append(use.sizeBytes());
                    line.append(use.how() == ObjectUse.How.READ ? ":r" : ":w");
                }
                yield line.toString();
            }
            case FlightRecord.Moved moved ->
                    "C %s %s %d"
                            .formatted(
                                    place(moved.target()),
                                    place(moved.source()),
                                    moved.sizeBytes());
            default -> throw new AssertionError(each);
        };
    }

    private static String place(FlightRecord.Spot spot) {
        return switch (spot) {
            case FlightRecord.Spot.InHeap(int heap, long offset) -> heap + ":" + offset;
            case FlightRecord.Spot.Lent lent -> "lent";
            case FlightRecord.Spot.Zeros zeros -> "zeros";
        };
    }
}
