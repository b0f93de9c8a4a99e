package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Size;
import dev.holdfast.mutants.ChildJvm;
import dev.holdfast.mutants.MutantException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// A replay of the built-in training step in a process of its own.
///
/// @param child where it runs
/// @param scale of the sizes of its buffers
/// @param iterations how often, the first of which does not count
/// @param more further options
record ChildReplay(ChildJvm child, double scale, int iterations, List<String> more) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /// What one took.
    ///
    /// @param wallNanos a counted iteration
    /// @param cpuNanos a counted iteration, of the whole process
    record Times(double wallNanos, double cpuNanos) {}

    /// One that came to nothing; the message says why.
    static final class Failure extends RuntimeException {
        Failure(String message) {
            super(message);
        }
    }

    /// As large as `size` asks for.
    static ChildReplay of(Size size, ChildJvm child) {
        return new ChildReplay(child, size == Size.SMOKE ? 0.01 : 1, size.pick(2, 6, 8), List.of());
    }

    /// The same with further options.
    ChildReplay with(List<String> options) {
        return new ChildReplay(child, scale, iterations, options);
    }

    /// Runs it.
    Times run() throws InterruptedException {
        List<String> program = new ArrayList<>();
        program.addAll(
                List.of(
                        "-m",
                        "dev.holdfast.cli/dev.holdfast.cli.Main",
                        "replay",
                        "--scale",
                        String.valueOf(scale),
                        "--device-memory",
                        "25%",
                        "--iterations",
                        String.valueOf(iterations),
                        "--json",
                        "-"));
        program.addAll(more);
        ChildJvm.Ended ended;
        try {
            ended = child.capture(LIMIT, program);
        } catch (MutantException failed) {
            throw new Failure(String.valueOf(failed.getMessage()));
        }
        if (ended.status() != 0) {
            throw new Failure(ended.complaint());
        }
        try {
            JsonNode report = new ObjectMapper().readTree(ended.out());
            int counted = iterations - 1;
            return new Times(
                    report.get("wallNanos").doubleValue() / counted,
                    report.get("cpuNanos").doubleValue() / counted);
        } catch (JacksonException noReport) {
            throw new Failure(ended.complaint());
        }
    }
}
