package dev.holdfast.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
            List.of("-m", "dev.holdfast.cli/dev.holdfast.cli.Main", "sim", "--everything");
    private static final Duration LIMIT = Duration.ofMinutes(15);

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

    /// Runs `seeds` seeds from `first` on, all in one child, and answers an outcome for each.
    List<SeedOutcome> run(ChildJvm child, long first, int seeds) throws InterruptedException {
        try {
            Path json = Files.createTempFile("holdfast-sim", ".json");
            try {
                List<String> words = new ArrayList<>(program);
                words.addAll(List.of("--steps", String.valueOf(steps)));
                words.addAll(List.of("--seed", String.valueOf(first)));
                words.addAll(List.of("--seeds", String.valueOf(seeds), "--no-shrink"));
                words.addAll(List.of("--json", json.toString()));
                ChildJvm.Ended ended = child.capture(limit, words);
                return outcomes(ended, Files.readString(json), seeds);
            } finally {
                Files.deleteIfExists(json);
            }
        } catch (MutantException failed) {
            return notRun(String.valueOf(failed.getMessage()), seeds);
        } catch (IOException failed) {
            return notRun("its report cannot be read: " + failed, seeds);
        }
    }

    private static List<SeedOutcome> notRun(String reason, int seeds) {
        return Collections.nCopies(seeds, new SeedOutcome.NotRun(reason));
    }

    private static List<SeedOutcome> outcomes(ChildJvm.Ended ended, String json, int seeds) {
        if (ended.status() == COULD_NOT_RUN) {
            return notRun(ended.complaint(), seeds);
        }
        try {
            JsonNode report = new ObjectMapper().readTree(json);
            List<JsonNode> runs = new ArrayList<>();
            report.path("runs").forEach(runs::add);
            if (seeds == 1 && report.has("violation")) {
                runs.add(report);
            }
            return runs.size() == seeds
                    ? runs.stream().map(Simulation::outcome).toList()
                    : notRun(ended.complaint(), seeds);
        } catch (JacksonException noReport) {
            return notRun(ended.complaint(), seeds);
        }
    }

    private static SeedOutcome outcome(JsonNode run) {
        JsonNode violation = run.path("violation");
        if (violation.isNull()) {
            return new SeedOutcome.Unnoticed();
        }
        String promise = violation.path("promise").asString("");
        String message = violation.path("message").asString("");
        // the violation's own step is that of its episode, of which a run has many
        long step = run.path("steps").asLong(violation.path("step").asLong(-1));
        return promise.matches("P\\d+")
                ? new SeedOutcome.Caught(promise, step, message)
                : new SeedOutcome.Tripped(step, message);
    }
}
