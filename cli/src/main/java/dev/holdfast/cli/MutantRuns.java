package dev.holdfast.cli;

import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.report.Lines;
import dev.holdfast.mutants.Campaign;
import dev.holdfast.mutants.Checkout;
import dev.holdfast.mutants.Definition;
import dev.holdfast.mutants.MutantException;
import dev.holdfast.mutants.MutantResult;
import dev.holdfast.mutants.PatchCompiler;
import dev.holdfast.mutants.RunningModules;
import dev.holdfast.mutants.SeedOutcome;
import dev.holdfast.mutants.Simulation;
import java.util.Locale;
import java.util.Optional;

/// What the simulator does with mutants: lists them, and looks at one.
///
/// @param checkout where they are made from; empty where there are no sources
/// @param out where to print
record MutantRuns(Optional<Checkout> checkout, Lines out) {
    /// Prints them all.
    int list() throws InputException {
        try {
            for (Definition each : sources().definitions()) {
                out.format(
                        "%-40s %-8s %-14s %s",
                        each.name(),
                        each.kind().name().toLowerCase(Locale.ROOT),
                        String.join(" ", each.promises()),
                        each.summary());
            }
            out.flush();
            return 0;
        } catch (MutantException failed) {
            throw wrong(failed);
        }
    }

    /// Looks at the mutant `name` with `seeds` seeds from `first` on, through `simulation`. As
    /// where nothing is removed, 1 says that a broken promise was named, and 0 that all seemed
    /// well.
    int look(String name, long first, int seeds, Simulation simulation)
            throws InputException, InterruptedException {
        try {
            Definition definition = sources().definition(name);
            PatchCompiler compiler = PatchCompiler.in(sources(), RunningModules.current());
            definition.about().forEach(out::line);
            out.flush();
            MutantResult result =
                    new Campaign(compiler, simulation, first, seeds)
                            .run(definition, (of, seed, outcome) -> print(seed, outcome));
            out.format(
                    "%s: %d of %d seeds caught it%s",
                    name,
                    result.caught().size(),
                    seeds,
                    result.survived() ? "" : ", naming " + String.join(", ", result.promises()));
            out.flush();
            return result.survived() ? 0 : 1;
        } catch (MutantException failed) {
            throw wrong(failed);
        }
    }

    private void print(long seed, SeedOutcome outcome) {
        String what =
                switch (outcome) {
                    case SeedOutcome.Unnoticed unnoticed -> "nothing noticed";
                    case SeedOutcome.Caught(String promise, long step, String message) ->
                            "%s after %,d steps: %s".formatted(promise, step, message);
                    case SeedOutcome.Tripped(long step, String message) ->
                            "its own assertion after %,d steps: %s".formatted(step, message);
                    case SeedOutcome.NotRun(String reason) -> "no verdict: " + reason;
                };
        out.format("seed %d: %s", seed, what);
        out.flush();
    }

    private Checkout sources() throws MutantException {
        return checkout.orElseThrow(() ->
                new MutantException("mutants are made from the sources: only from a checkout"));
    }

    private static InputException wrong(MutantException failed) {
        return new InputException(String.valueOf(failed.getMessage()), failed);
    }
}
