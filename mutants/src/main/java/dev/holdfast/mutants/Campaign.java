package dev.holdfast.mutants;

import java.util.ArrayList;
import java.util.List;

/// Looks whether the simulator notices.
///
/// @param compiler makes the mutants
/// @param simulation looks at them
/// @param first the first seed that it looks with
/// @param seeds how many at most
/// @param enough how many of them have to catch a mutant for no more to be looked with
public record Campaign(
        PatchCompiler compiler, Simulation simulation, long first, int seeds, int enough) {
    /// Is told of each seed.
    @FunctionalInterface
    public interface Listener {
        /// `seed` of `definition` is over.
        void seen(Definition definition, long seed, SeedOutcome outcome);
    }

    /// One that looks with every seed.
    public Campaign(PatchCompiler compiler, Simulation simulation, long first, int seeds) {
        this(compiler, simulation, first, seeds, seeds);
    }

    /// Runs one mutant, with as many seeds at a time as are still wanted, and at least as many as
    /// before: a child takes a while to start.
    public MutantResult run(Definition definition, Listener listener)
            throws MutantException, InterruptedException {
        ChildJvm child = ChildJvm.patched(compiler.compile(definition));
        List<SeedOutcome> outcomes = new ArrayList<>();
        MutantResult result = new MutantResult(definition, outcomes);
        while (outcomes.size() < seeds && result.caught().size() < enough) {
            int batch = Math.min(seeds - outcomes.size(), Math.max(enough, outcomes.size()));
            long from = first + outcomes.size();
            List<SeedOutcome> seen = simulation.run(child, from, batch);
            for (int i = 0; i < batch; i++) {
                listener.seen(definition, from + i, seen.get(i));
            }
            outcomes.addAll(seen);
            result = new MutantResult(definition, outcomes);
        }
        return result;
    }
}
