package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import java.util.ArrayList;
import java.util.List;

/// Resident empty kernels a second through the manager, against the device's own compute queue.
///
/// Both sides hand over in batches and wait for the batch before the one just handed over, so that
/// neither side's queue runs dry and neither side's submitter sleeps more often.
final class ThroughputBudget implements Budget {
    private static final int BATCH = 128;

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public List<Row> measure(Size size) throws InterruptedException {
        int batches = size.pick(3, 200, 400);
        List<Row> rows = new ArrayList<>();
        for (int objects : new int[] {1, 8}) {
            rows.addAll(measure(size, objects, batches));
        }
        return rows;
    }

    private List<Row> measure(Size size, int objects, int batches) throws InterruptedException {
        int kernels = batches * BATCH;
        try (var raw = new RawQueue(objects);
                var rig =
                        new Rig(
                                Bytes.mebi(4),
                                Bytes.mebi(4),
                                MemoryOptions.defaults().withWindow(4 * BATCH));
                var full =
                        new Rig(
                                Bytes.mebi(4),
                                Bytes.mebi(4),
                                MemoryOptions.defaults().withWindow(2 * BATCH))) {
            Work work = reading(rig, objects);
            Work windowed = reading(full, objects);
            Rounds<Double> rounds =
                    Rounds.inTurn(
                            size,
                            () -> Rate.aSecond(kernels, () -> raw.run(batches, BATCH)),
                            () -> Rate.aSecond(kernels, () -> inBatches(rig, work, batches)),
                            () ->
                                    Rate.aSecond(
                                            kernels, () -> againstWindow(full, windowed, kernels)));
            String over = ", over " + objects + (objects == 1 ? " object" : " objects");
            return List.of(
                    Row.of(
                            name(),
                            "by the raw queue" + over,
                            Unit.RATIO,
                            new Goal.AtLeast(0.8),
                            rounds.ratio(1, 0, rate -> rate),
                            ""),
                    row("through the manager" + over, rounds, 1, ""),
                    row("raw queue" + over, rounds, 0, "one launch, made once"),
                    row(
                            "against a full window" + over,
                            rounds,
                            2,
                            "by submit(), which waits for the oldest"));
        }
    }

    private Row row(String what, Rounds<Double> rounds, int side, String note) {
        return Row.of(
                name(),
                what,
                Unit.PER_SECOND,
                new Goal.None(),
                rounds.of(side, rate -> rate),
                note);
    }

    private static Work reading(Rig rig, int objects) throws InterruptedException {
        Work work = Work.launch(rig.empty());
        var handles = rig.create(objects, 256);
        rig.overwrite(handles);
        handles.forEach(work::reads);
        return work;
    }

    private static void inBatches(Rig rig, Work work, int batches) throws InterruptedException {
        Batches.run(batches, BATCH, last -> rig.client().trySubmit(work).orThrow());
    }

    private static void againstWindow(Rig rig, Work work, int kernels) throws InterruptedException {
        for (int i = 1; i < kernels; i++) {
            rig.client().submit(work).orThrow();
        }
        rig.client().submit(work).orThrow().await();
    }
}
