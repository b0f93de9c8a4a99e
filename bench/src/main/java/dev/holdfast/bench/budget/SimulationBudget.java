package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Estimate;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.sim.Sim;
import dev.holdfast.sim.SimReport;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// How fast the simulator is, with the structure walked a little after every step.
final class SimulationBudget implements Budget {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Override
    public String name() {
        return "simulation";
    }

    @Override
    public List<Row> measure(Size size) {
        Sim sim = Sim.open();
        long steps = size.pick(1_000, 500_000, 1_000_000);
        for (int i = 0; i < size.warmups(); i++) {
            var _ = perSecond(sim, -1 - i, steps);
        }
        Estimate rate = Estimate.of(rates(sim, size.rounds(), steps).toArray());
        return List.of(
                Row.of(
                        name(),
                        "steps a second of one thread's CPU, incremental walker on",
                        Unit.PER_SECOND,
                        new Goal.AtLeast(200_000),
                        rate,
                        "other episodes each round"));
    }

    private static DoubleStream rates(Sim sim, int rounds, long steps) {
        return IntStream.range(0, rounds).mapToDouble(seed -> perSecond(sim, seed, steps));
    }

    private static double perSecond(Sim sim, long seed, long steps) {
        long began = THREADS.getCurrentThreadCpuTime();
        SimReport report = sim.run(seed, steps, done -> {});
        report.violation()
                .ifPresent(violation -> {
                    throw new IllegalStateException("the simulator found " + violation);
                });
        return report.steps() * 1e9 / (THREADS.getCurrentThreadCpuTime() - began);
    }
}
