package dev.holdfast.bench.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Verdict;
import dev.holdfast.mutants.Checkout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProtectionBudgetTest {
    private static List<Row> measure(Optional<Checkout> checkout) throws InterruptedException {
        return new ProtectionBudget(checkout).measure(Size.SMOKE);
    }

    @Test
    void bothSidesRunAndAreCompared() throws Exception {
        List<Row> rows = measure(Optional.of(Checkout.require()));

        assertEquals(3, rows.size());
        for (Row row : rows) {
            assertTrue(row.measured().orElseThrow().median() > 0, row::toString);
        }
    }

    @Test
    void withoutSourcesThereIsNoOtherSide() throws Exception {
        for (Row row : measure(Optional.empty())) {
            assertEquals(Verdict.NOT_RUN, row.verdict());
            assertEquals("only from a checkout", row.note());
        }
    }

    @Test
    void aVariantThatCannotBeMadeIsSaidSo() throws Exception {
        Checkout wrong = new Checkout(Path.of("no-checkout").toAbsolutePath());
        for (Row row : measure(Optional.of(wrong))) {
            assertEquals(Verdict.NOT_RUN, row.verdict());
            assertTrue(row.note().contains("no-checkout"), row.note());
        }
    }
}
