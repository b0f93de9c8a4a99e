package dev.holdfast.mutants;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Looks at several mutants at once, each in a process of its own.
///
/// @param campaign how each is looked at
/// @param jobs how many at once
record SideBySide(Campaign campaign, int jobs) {
    /// Looks at all of `definitions`; says of each, when it is done, how it fared. The results are
    /// in their order.
    List<MutantResult> run(List<Definition> definitions, PrintStream log)
            throws MutantException, InterruptedException {
        List<MutantResult> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(jobs)) {
            List<Future<MutantResult>> running = new ArrayList<>();
            for (Definition definition : definitions) {
                running.add(threads.submit(() -> look(definition, log)));
            }
            for (Future<MutantResult> each : running) {
                results.add(each.get());
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof MutantException known) {
                throw known;
            }
            throw new MutantException("a mutant cannot be looked at: " + failed.getCause(), failed);
        }
        return results;
    }

    private MutantResult look(Definition definition, PrintStream log)
            throws MutantException, InterruptedException {
        MutantResult result = campaign.run(definition, (of, seed, outcome) -> {});
        log.printf(
                "%-40s %d/%d%n",
                definition.name(), result.caught().size(), result.outcomes().size());
        return result;
    }
}
