package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.mutants.Checkout;
import java.nio.file.Path;
import java.util.List;

/// The budgets there are.
public final class Budgets {
    private Budgets() {}

    /// All that can be measured, in the order in which they are.
    ///
    /// @param inputs the folder with recorded lifetimes
    /// @param device which device those of OpenCL are measured on
    public static List<Budget> all(Path inputs, String device) {
        return List.of(
                new SubmissionBudget(),
                new RecorderBudget(),
                new HeapBudget(),
                new ThroughputBudget(),
                new RegionFillBudget(inputs),
                new RegionTimeBudget(),
                new MigrationBudget(),
                new OpenClBudget(device),
                new OpenClCopiesBudget(device),
                new OpenClKernelsBudget(device),
                new NeighbourBudget(),
                new TenantsBudget(),
                new CaptureBudget(),
                new ProtectionBudget(Checkout.here()),
                new WatchedReplayBudget(),
                new SimulationBudget());
    }
}
