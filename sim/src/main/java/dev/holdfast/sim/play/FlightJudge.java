package dev.holdfast.sim.play;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.memory.recorder.FlightLog;
import dev.holdfast.memory.recorder.FlightRecord;
import dev.holdfast.memory.recorder.Recording;
import dev.holdfast.sim.shape.Mark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Holds the flight log of an episode, a small file of its own, against what the device was given
/// and has said.
final class FlightJudge implements AutoCloseable {
    private final Path file;

    private FlightJudge(Path file) {
        this.file = file;
    }

    /// One with a file to record to.
    static FlightJudge begin() {
        try {
            return new FlightJudge(Files.createTempFile("holdfast-sim", ".flight"));
        } catch (IOException failed) {
            throw new UncheckedIOException("no file for a flight log", failed);
        }
    }

    Path file() {
        return file;
    }

    /// How much is recorded: as little as there can be, so that logs wrap.
    static long ringBytes() {
        return Recording.LEAST_BYTES;
    }

    /// The manager is closed.
    void judge(Stage stage) {
        FlightLog log;
        try {
            log = FlightLog.read(file);
        } catch (IOException failed) {
            stage.verdict().violated("P9", "the flight log cannot be read: " + failed.getMessage());
            return;
        }
        stage.marks().met(Mark.RECORDED);
        if (!log.isClosed()) {
            stage.verdict().violated("P9", "the flight log was not closed");
        }
        Map<Long, WorkTruth> works = new HashMap<>();
        Set<Long> handedOver = new HashSet<>();
        Set<Long> skipped = new HashSet<>();
        for (FlightRecord record : log.records()) {
            switch (record) {
                case FlightRecord.Submitted submitted -> {
                    // what its name has lost to later ones is nobody's
                    if (!submitted.name().isEmpty()) {
                        int index = Integer.parseInt(submitted.name());
                        works.put(submitted.command(), stage.truth().work(index));
                    }
                }
                case FlightRecord.HandedOver handed -> handedOver.add(handed.command());
                case FlightRecord.Completed completed -> completed(stage, works, completed);
                case FlightRecord.Skipped skip -> skipped.add(skip.command());
                default -> {}
            }
        }
        works.forEach((command, work) -> {
            boolean given = work.charge != null || work.outburst != null;
            if (!work.outside && given != handedOver.contains(command)) {
                lies(stage, "has " + work + (given ? " not" : "") + " handed over");
            } else if (given && skipped.contains(command)) {
                lies(stage, "has skipped " + work + ", which the device had");
            }
        });
        if (!log.inFlight().isEmpty() && !stage.troubles().mayBeUnstopped()) {
            lies(stage, "has something in flight after the end: " + log.inFlight());
        }
    }

    private static void completed(
            Stage stage, Map<Long, WorkTruth> works, FlightRecord.Completed completed) {
        WorkTruth work = works.get(completed.command());
        if (work == null || work.charge == null || !work.charge.isReported()) {
            // of what was given up it says so, and the device says nothing
            return;
        }
        Optional<String> fault = work.charge.fault().map(Fault::kind).map(Enum::name);
        boolean forced = completed.unstopped() && stage.troubles().mayBeUnstopped();
        if (!fault.equals(completed.fault()) && !forced) {
            lies(
                    stage,
                    "says of %s %s, and the device said %s"
                            .formatted(work, completed.fault(), fault));
        }
    }

    private static void lies(Stage stage, String what) {
        stage.verdict().violated("P9", "the flight log " + what);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            // an empty folder of temporary files is nobody's promise
        }
    }
}
