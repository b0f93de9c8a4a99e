package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.bench.harness.Verdict;
import dev.holdfast.mutants.Checkout;
import dev.holdfast.mutants.ChildJvm;
import dev.holdfast.mutants.MutantException;
import dev.holdfast.mutants.Patch;
import dev.holdfast.mutants.PatchCompiler;
import dev.holdfast.mutants.RunningModules;
import java.util.List;
import java.util.Optional;

/// Everything that protects, against a variant of the sources without it: the same replay in pairs
/// of processes. A process of its own each, because what the compiler makes of one and the same
/// code differs from process to process by more than what is looked for; so every pair draws anew.
///
/// @param checkout where the variant is made from; empty where there are no sources
record ProtectionBudget(Optional<Checkout> checkout) implements Budget {
    private static final String DEFINITION = "unprotected";
    private static final String WALL = "time of a replay, everything that protects on by off";
    private static final String CPU = "the same in CPU of the whole process";
    private static final Goal GOAL = new Goal.AtMost(1.02);

    @Override
    public String name() {
        return "protection";
    }

    @Override
    public List<Row> measure(Size size) throws InterruptedException {
        if (checkout.isEmpty()) {
            return notRun("only from a checkout");
        }
        try {
            PatchCompiler compiler = PatchCompiler.in(checkout.get(), RunningModules.current());
            Patch off = compiler.compile(checkout.get().definition(DEFINITION));
            return measure(
                    size,
                    ChildReplay.of(size, ChildJvm.same()),
                    ChildReplay.of(size, ChildJvm.patched(off)));
        } catch (MutantException failed) {
            return notRun(String.valueOf(failed.getMessage()));
        } catch (ChildReplay.Failure failed) {
            return notRun("a replay failed: " + failed.getMessage());
        }
    }

    private List<Row> measure(Size size, ChildReplay on, ChildReplay off)
            throws InterruptedException {
        var rounds = Rounds.ofProcesses(size.pick(1, 5, 21), on::run, off::run);
        return List.of(
                Row.of(
                        name(),
                        WALL,
                        Unit.RATIO,
                        GOAL,
                        rounds.ratio(0, 1, ChildReplay.Times::wallNanos),
                        "built-in step, a quarter of its memory, nothing paced"),
                Row.of(
                        name(),
                        CPU,
                        Unit.RATIO,
                        GOAL,
                        rounds.ratio(0, 1, ChildReplay.Times::cpuNanos),
                        "the compiler's and the collector's too"),
                Row.of(
                        name(),
                        "time of one iteration, on",
                        Unit.NANOS,
                        new Goal.None(),
                        rounds.of(0, ChildReplay.Times::wallNanos),
                        ""));
    }

    private List<Row> notRun(String reason) {
        return List.of(
                Row.without(name(), WALL, Unit.RATIO, GOAL, Verdict.NOT_RUN, reason),
                Row.without(name(), CPU, Unit.RATIO, GOAL, Verdict.NOT_RUN, reason));
    }
}
