package dev.holdfast.mutants;

import dev.holdfast.mutants.SeedOutcome.Caught;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;

/// How a mutant has fared.
///
/// @param definition of the mutant
/// @param outcomes one for each seed
public record MutantResult(Definition definition, List<SeedOutcome> outcomes) {
    /// Takes its own copy.
    public MutantResult {
        outcomes = List.copyOf(outcomes);
    }

    /// Those seeds in which it was caught: with a promise that its definition names.
    public List<Caught> caught() {
        return outcomes.stream()
                .filter(Caught.class::isInstance)
                .map(Caught.class::cast)
                .filter(each -> definition.promises().contains(each.promise()))
                .toList();
    }

    /// True if nobody has noticed it.
    public boolean survived() {
        return caught().isEmpty();
    }

    /// The promises that were named.
    public List<String> promises() {
        var named = new TreeSet<String>();
        caught().forEach(each -> named.add(each.promise()));
        return List.copyOf(named);
    }

    /// The median of steps over all seeds, one that did not catch it counting as endless; empty if
    /// that is where the median falls.
    public OptionalLong medianSteps() {
        long[] steps = new long[outcomes.size()];
        Arrays.fill(steps, Long.MAX_VALUE);
        List<Caught> caught = caught();
        for (int i = 0; i < caught.size(); i++) {
            steps[i] = caught.get(i).step();
        }
        Arrays.sort(steps);
        long median = steps.length == 0 ? Long.MAX_VALUE : steps[(steps.length - 1) / 2];
        return median == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(median);
    }

    /// How many seeds ended in `kind`.
    public long count(Class<? extends SeedOutcome> kind) {
        return outcomes.stream().filter(kind::isInstance).count();
    }

    /// How many seeds named a promise that its definition does not.
    public long otherwise() {
        return count(Caught.class) - caught().size();
    }
}
