package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.bench.harness.Verdict;
import dev.holdfast.mutants.Checkout;
import java.nio.file.Path;
import java.util.List;

/// The budgets there are.
public final class Budgets {
    private Budgets() {}

    /// All that can be measured, in the order in which they are.
    ///
    /// @param inputs the folder with recorded lifetimes
    public static List<Budget> all(Path inputs) {
        return List.of(
                new SubmissionBudget(),
                new RecorderBudget(),
                new HeapBudget(),
                new ThroughputBudget(),
                new RegionFillBudget(inputs),
                new RegionTimeBudget(),
                new MigrationBudget(),
                new NeighbourBudget(),
                new ProtectionBudget(Checkout.here()));
    }

    /// What cannot be measured yet, and why.
    public static List<Row> notYet() {
        return List.of(
                Row.without(
                        "simulation",
                        "steps a second on one core, incremental walker on",
                        Unit.PER_SECOND,
                        new Goal.AtLeast(200_000),
                        Verdict.NOT_YET,
                        "there is no simulator yet"));
    }
}
