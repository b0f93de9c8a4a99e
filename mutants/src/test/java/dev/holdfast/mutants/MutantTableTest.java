package dev.holdfast.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.mutants.Definition.Edit;
import dev.holdfast.mutants.Definition.Kind;
import dev.holdfast.mutants.SeedOutcome.Caught;
import dev.holdfast.mutants.SeedOutcome.NotRun;
import dev.holdfast.mutants.SeedOutcome.Tripped;
import dev.holdfast.mutants.SeedOutcome.Unnoticed;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MutantTableTest {
    private static MutantResult result(String name, SeedOutcome... outcomes) {
        Definition definition =
                new Definition(
                        name,
                        List.of("Looks away.", "Then this."),
                        Kind.MUTANT,
                        List.of("P3", "P2"),
                        List.of(new Edit("A.java", "a", "b", 1)));
        return new MutantResult(definition, List.of(outcomes));
    }

    private static Caught caught(String promise, long step) {
        return new Caught(promise, step, "wrong");
    }

    private static String row(MutantResult result) {
        MutantTable table = new MutantTable(List.of(result), 1, 20, 3, 5000);
        return table.markdown().lines().filter(line -> line.startsWith("| `")).toList().getFirst();
    }

    @Test
    void aMutantThatEverySeedCatchesHasTheMedianOfTheirSteps() {
        MutantResult result = result("a", caught("P3", 4000), caught("P2", 10), caught("P3", 1200));

        assertEquals(OptionalLong.of(1200), result.medianSteps());
        assertEquals("| `a` | Looks away. | 3/3 | P2, P3 | 1,200 |  |  |  |", row(result));
        assertFalse(result.survived());
    }

    @Test
    void whereMostSeedsCatchNothingThereIsNoMedian() {
        MutantResult result =
                result("a", new Unnoticed(), caught("P3", 7), new Unnoticed(), new Unnoticed());

        assertEquals(OptionalLong.empty(), result.medianSteps());
        assertEquals("| `a` | Looks away. | 1/4 | P3 | – |  |  |  |", row(result));
    }

    @Test
    void itsOwnAssertionAnotherPromiseAndNoVerdictDoNotCatchIt() {
        MutantResult result =
                result("a", new Tripped(3, "held twice"), caught("P9", 5), new NotRun("why"));

        assertTrue(result.survived());
        assertEquals("| `a` | Looks away. | **survives** | – | – | 1 | 1 | 1 |", row(result));
    }

    @Test
    void theVerdictNamesThoseThatSurvive() {
        MutantResult well = result("well", caught("P3", 1));
        MutantResult badly = result("badly", new Unnoticed());

        assertEquals(
                "2 mutants, of which survive: badly.",
                new MutantTable(List.of(well, badly), 1, 1, 1, 10).verdict());
        assertEquals(
                "1 mutant, none survives.", new MutantTable(List.of(well), 1, 1, 1, 10).verdict());
    }
}
