package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.Work;
import java.util.List;

/// How long a client waits for its own small work, alone and beside one that thrashes.
final class NeighbourBudget implements Budget {
    private static final long SMALL = 4096;

    @Override
    public String name() {
        return "neighbour";
    }

    @Override
    public List<Row> measure(Size size) throws InterruptedException {
        long deviceBytes = Bytes.mebi(size.pick(2, 64, 64));
        int submissions = size.pick(20, 1_000, 2_000);
        try (var rig = new Rig(deviceBytes, 4 * deviceBytes)) {
            var handles = rig.create(8, SMALL);
            rig.overwrite(handles);
            Work work = Work.launch(rig.empty());
            handles.forEach(work::reads);
            Thrasher thrasher = new Thrasher(rig, deviceBytes, Bytes.mebi(1) / 4);
            Rounds<Latency> rounds =
                    Rounds.inTurn(
                            size,
                            () -> Latency.of(rig, work, submissions),
                            () -> thrasher.beside(() -> Latency.of(rig, work, submissions)));
            return List.of(
                    Row.of(
                            name(),
                            "99th percentile beside a thrashing client, by alone",
                            Unit.RATIO,
                            new Goal.AtMost(2),
                            rounds.ratio(1, 0, Latency::ninetyNinth),
                            "processor time is shared as well: count the cores"),
                    row("alone, median", rounds, 0, Latency::median),
                    row("alone, 99th percentile", rounds, 0, Latency::ninetyNinth),
                    row("beside, median", rounds, 1, Latency::median),
                    row("beside, 99th percentile", rounds, 1, Latency::ninetyNinth));
        }
    }

    private Row row(
            String what,
            Rounds<Latency> rounds,
            int side,
            java.util.function.ToDoubleFunction<Latency> figure) {
        return Row.of(name(), what, Unit.NANOS, new Goal.None(), rounds.of(side, figure), "");
    }
}
