package dev.holdfast.mutants;

import java.util.List;

/// Looks whether the simulator notices.
///
/// @param compiler makes the mutants
/// @param simulation looks at them
/// @param first the first seed that it looks with
/// @param seeds how many
public record Campaign(PatchCompiler compiler, Simulation simulation, long first, int seeds) {
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
        List<SeedOutcome> outcomes = simulation.run(child, first, seeds);
        for (int i = 0; i < seeds; i++) {
            listener.seen(definition, first + i, outcomes.get(i));
        }
        return new MutantResult(definition, outcomes);
    }
}
