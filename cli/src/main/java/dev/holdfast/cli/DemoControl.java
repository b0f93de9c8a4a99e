package dev.holdfast.cli;

import dev.holdfast.cli.report.ControlRow;
import dev.holdfast.mutants.Checkout;
import dev.holdfast.mutants.ChildJvm;
import dev.holdfast.mutants.MutantException;
import dev.holdfast.mutants.Patch;
import dev.holdfast.mutants.PatchCompiler;
import dev.holdfast.mutants.RunningModules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The demonstration's last row: the same replay in another process, with one protection removed.
///
/// @param checkout where that can be made from; empty where there are no sources
record DemoControl(Optional<Checkout> checkout) {
    /// Publishes copies without looking at how they ended.
    private static final String DEFINITION = "interceptor-does-not-look";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Replays the built-in trace with these arguments.
    ControlRow run(List<String> arguments) throws InterruptedException {
        if (checkout.isEmpty()) {
            return new ControlRow.NotRun("only from a checkout");
        }
        try {
            PatchCompiler compiler = PatchCompiler.in(checkout.get(), RunningModules.current());
            Patch patch = compiler.compile(checkout.get().definition(DEFINITION));
            List<String> program =
                    new ArrayList<>(
                            List.of("-m", "dev.holdfast.cli/dev.holdfast.cli.Main", "replay"));
            program.addAll(arguments);
            program.addAll(List.of("--json", "-"));
            return read(ChildJvm.patched(patch).capture(LIMIT, program));
        } catch (MutantException failed) {
            return new ControlRow.Broken(String.valueOf(failed.getMessage()));
        }
    }

    /// A replay that finds wrong words ends with 1 and says so in its report.
    private static ControlRow read(ChildJvm.Ended ended) {
        try {
            JsonNode report = new ObjectMapper().readTree(ended.out());
            if (ended.status() == 2 || !report.has("digest")) {
                return new ControlRow.Broken(ended.complaint());
            }
            return new ControlRow.Ran(
                    report.get("deviceBytes").longValue(),
                    report.get("digest").stringValue(),
                    sum(report, "staleWords", "foreignWords", "garbageWords"),
                    sum(report, "copiesRepairedByHost", "copiesRepairedByQueue"));
        } catch (JacksonException noReport) {
            return new ControlRow.Broken(ended.complaint());
        }
    }

    private static long sum(JsonNode report, String... names) {
        long sum = 0;
        for (String name : names) {
            sum += report.get(name).longValue();
        }
        return sum;
    }
}
