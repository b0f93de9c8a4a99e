package dev.holdfast.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Runs the simulator in a child JVM.
///
/// @param program how it is started, up to its own arguments
/// @param steps after which a seed has shown that nobody notices
/// @param limit after which a child is ended
public record Simulation(List<String> program, long steps, Duration limit) {
    private static final List<String> COMMAND =
            List.of("-m", "dev.holdfast.cli/dev.holdfast.cli.Main", "sim");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /// What exit status says that it could not run.
    private static final int COULD_NOT_RUN = 2;

    /// Takes its own copy.
    public Simulation {
        program = List.copyOf(program);
    }

    /// `./holdfast sim`, for so many steps.
    public static Simulation of(long steps) {
        return new Simulation(COMMAND, steps, LIMIT);
    }

    /// Runs one seed.
    SeedOutcome run(ChildJvm child, long seed) throws InterruptedException {
        try {
            Path json = Files.createTempFile("holdfast-sim", ".json");
            try {
                List<String> words = new ArrayList<>(program);
                words.addAll(List.of("--steps", String.valueOf(steps)));
                words.addAll(List.of("--seed", String.valueOf(seed)));
                words.addAll(List.of("--json", json.toString()));
                ChildJvm.Ended ended = child.capture(limit, words);
                return outcome(ended, Files.readString(json));
            } finally {
                Files.deleteIfExists(json);
            }
        } catch (MutantException failed) {
            return new SeedOutcome.NotRun(String.valueOf(failed.getMessage()));
        } catch (IOException failed) {
            return new SeedOutcome.NotRun("its report cannot be read: " + failed);
        }
    }

    private static SeedOutcome outcome(ChildJvm.Ended ended, String json) {
        if (ended.status() == COULD_NOT_RUN) {
            return new SeedOutcome.NotRun(ended.complaint());
        }
        try {
            JsonNode report = new ObjectMapper().readTree(json);
            JsonNode violation = report.path("violation");
            if (!violation.isObject()) {
                return ended.status() == 0
                        ? new SeedOutcome.Unnoticed()
                        : new SeedOutcome.NotRun(ended.complaint());
            }
            String promise = violation.path("promise").asString("");
            String message = violation.path("message").asString("");
            // the violation's own step may be that of an episode, of which a run has many
            long step = report.path("steps").asLong(violation.path("step").asLong(-1));
            return promise.matches("P\\d+")
                    ? new SeedOutcome.Caught(promise, step, message)
                    : new SeedOutcome.Tripped(step, message);
        } catch (JacksonException noReport) {
            return new SeedOutcome.NotRun(ended.complaint());
        }
    }
}
