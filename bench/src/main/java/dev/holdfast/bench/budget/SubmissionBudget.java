package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import java.util.List;
import java.util.Locale;

/// What a submission over eight resident objects costs, few objects or many.
final class SubmissionBudget implements Budget {
    private static final int FEW = 10;

    @Override
    public String name() {
        return "submission";
    }

    @Override
    public List<Row> measure(Size size) throws InterruptedException {
        int many = size.pick(100, 100_000, 1_000_000);
        int submissions = size.pick(100, 20_000, 40_000);
        try (var few = new EightObjects(FEW, true, submissions);
                var bare = new EightObjects(FEW, false, submissions);
                var among = new EightObjects(many, true, submissions)) {
            Rounds<EightObjects.Figures> rounds =
                    Rounds.inTurn(size, few::round, bare::round, among::round);
            return rows(rounds, many);
        }
    }

    private List<Row> rows(Rounds<EightObjects.Figures> rounds, int many) {
        String manyText = String.format(Locale.ROOT, "%,d", many);
        return List.of(
                row(
                        "submitting thread, median",
                        new Goal.AtMost(2_000),
                        rounds,
                        0,
                        EightObjects.Figures::median,
                        "all eight flagged for capture; without the flight recorder, see recorder"),
                row(
                        "submitting thread, 99th percentile",
                        new Goal.None(),
                        rounds,
                        0,
                        EightObjects.Figures::ninetyNinth,
                        ""),
                row(
                        "submitting thread, CPU",
                        new Goal.None(),
                        rounds,
                        0,
                        EightObjects.Figures::ownCpuNanos,
                        "mean; its part of retirements and its waits for each burst included"),
                row(
                        "submitting thread, median, nothing flagged",
                        new Goal.None(),
                        rounds,
                        1,
                        EightObjects.Figures::median,
                        ""),
                row(
                        "process CPU, retirement included",
                        new Goal.AtMost(6_000),
                        rounds,
                        0,
                        EightObjects.Figures::cpuNanos,
                        "compiler and collector included"),
                row(
                        "process CPU, nothing flagged",
                        new Goal.None(),
                        rounds,
                        1,
                        EightObjects.Figures::cpuNanos,
                        ""),
                Row.of(
                        name(),
                        "among " + manyText + " live objects, by among 10",
                        Unit.RATIO,
                        new Goal.AtMost(1.2),
                        rounds.ratio(2, 0, EightObjects.Figures::ownCpuNanos),
                        "of the submitting thread's CPU"));
    }

    private Row row(
            String what,
            Goal goal,
            Rounds<EightObjects.Figures> rounds,
            int side,
            java.util.function.ToDoubleFunction<EightObjects.Figures> figure,
            String note) {
        return Row.of(name(), what, Unit.NANOS, goal, rounds.of(side, figure), note);
    }
}
