package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.bench.harness.Verdict;
import dev.holdfast.mutants.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What it costs to be ready for a fault that does not come: a replay with the flight recorder on
/// and every object of every operation flagged for capture, against one with neither, in pairs of
/// processes.
final class WatchedReplayBudget implements Budget {
    private static final Goal GOAL = new Goal.AtMost(1.02);

    @Override
    public String name() {
        return "watched";
    }

    @Override
    public List<Row> measure(Size size) throws InterruptedException {
        try (var folder = new ScratchFolder("watched")) {
            ChildReplay off = ChildReplay.of(size, ChildJvm.same());
            ChildReplay on = off.with(watching(folder.path()));
            Rounds<ChildReplay.Times> rounds =
                    Rounds.ofProcesses(size.pick(1, 5, 21), on::run, off::run);
            return List.of(
                    row("time of a replay", rounds, ChildReplay.Times::wallNanos),
                    row("CPU of the process", rounds, ChildReplay.Times::cpuNanos));
        } catch (ChildReplay.Failure failed) {
            return List.of(
                    Row.without(
                            name(),
                            "time of a replay, capture and recorder on by off",
                            Unit.RATIO,
                            GOAL,
                            Verdict.NOT_RUN,
                            "a replay failed: " + failed.getMessage()));
        }
    }

    private static List<String> watching(Path folder) {
        return List.of(
                "--recorder",
                folder.resolve("flight").toString(),
                "--capture-dir",
                folder.resolve("captures").toString());
    }

    private Row row(
            String what,
            Rounds<ChildReplay.Times> rounds,
            ToDoubleFunction<ChildReplay.Times> figure) {
        return Row.of(
                name(),
                what + ", capture and recorder on by off",
                Unit.RATIO,
                GOAL,
                rounds.ratio(0, 1, figure),
                "built-in step, a quarter of its memory, nothing paced");
    }
}
