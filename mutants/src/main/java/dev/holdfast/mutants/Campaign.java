package dev.holdfast.mutants;

import java.util.ArrayList;
import java.util.List;

/// Looks whether the simulator notices.
///
/// @param compiler makes the mutants
/// @param simulation looks at them
/// @param seeds how many it looks with, from 1 on
public record Campaign(PatchCompiler compiler, Simulation simulation, int seeds) {
    /// Is told of each seed.
    @FunctionalInterface
    public interface Listener {
        /// `seed` of `definition` is over.
        void seen(Definition definition, long seed, SeedOutcome outcome);
    }

    /// Runs one mutant with every seed.
    public MutantResult run(Definition definition, Listener listener)
            throws MutantException, InterruptedException {
        ChildJvm child = ChildJvm.patched(compiler.compile(definition));
        List<SeedOutcome> outcomes = new ArrayList<>();
        for (long seed = 1; seed <= seeds; seed++) {
            SeedOutcome outcome = simulation.run(child, seed);
            outcomes.add(outcome);
            listener.seen(definition, seed, outcome);
        }
        return new MutantResult(definition, outcomes);
    }
}
