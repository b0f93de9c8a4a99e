package dev.holdfast.mutants;

import dev.holdfast.mutants.SeedOutcome.NotRun;
import dev.holdfast.mutants.SeedOutcome.Tripped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// What came of a campaign, as a page of the documents.
///
/// @param results a mutant each
/// @param first the first seed
/// @param seeds with how many seeds at most
/// @param enough after how many that caught a mutant no more were looked with
/// @param steps for how many steps at most
public record MutantTable(
        List<MutantResult> results, long first, int seeds, int enough, long steps) {
    private static final String HEAD =
            """
            # Mutants

            Ours minus one protection each, and whether the simulator notices. Written by
            `./dev mutants`; what each one changes is in `mutants/definitions`.

            """;

    /// Takes its own copy.
    public MutantTable {
        results = List.copyOf(results);
    }

    /// The whole page.
    public String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        page.append(legend());
        page.append(
                "| mutant | what is removed | caught | promise | steps | otherwise | own assertion"
                        + " | not run |\n");
        page.append("|---|---|---|---|---|---|---|---|\n");
        for (MutantResult each : results) {
            page.append("| ").append(String.join(" | ", cells(each))).append(" |\n");
        }
        page.append('\n').append(verdict()).append('\n');
        return page.toString();
    }

    private String legend() {
        return """
        *Caught* is a seed in which the oracle or the structure walk named one of the promises that
        the definition gives, within %s steps, of so many seeds that looked. Seeds are those from
        %d on, as many as it took until %d had caught the mutant, and at most %d. *Steps* is the
        median over those that looked, one that did not catch it counting as endless. *Otherwise*: a
        promise that the definition does not give. *Own assertion*: a check of the code under test
        tripped before the simulator saw anything, which counts for nothing. *Not run*: no verdict.

        """
                .formatted(count(steps), first, enough, seeds);
    }

    private List<String> cells(MutantResult result) {
        OptionalLong median = result.medianSteps();
        return List.of(
                "`" + result.definition().name() + "`",
                result.definition().summary(),
                result.survived()
                        ? "**survives**"
                        : result.caught().size() + "/" + result.outcomes().size(),
                result.promises().isEmpty() ? "–" : String.join(", ", result.promises()),
                median.isPresent() ? count(median.getAsLong()) : "–",
                orNothing(result.otherwise()),
                orNothing(result.count(Tripped.class)),
                orNothing(result.count(NotRun.class)));
    }

    /// One line: how many there are, and which of them survive.
    public String verdict() {
        List<String> survivors = survivors();
        String all = results.size() + (results.size() == 1 ? " mutant" : " mutants");
        return survivors.isEmpty()
                ? all + ", none survives."
                : all + ", of which survive: " + String.join(", ", survivors) + ".";
    }

    /// The names of those that nobody has noticed.
    public List<String> survivors() {
        List<String> survivors = new ArrayList<>();
        for (MutantResult each : results) {
            if (each.survived()) {
                survivors.add(each.definition().name());
            }
        }
        return survivors;
    }

    private static String orNothing(long number) {
        return number == 0 ? "" : String.valueOf(number);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
