package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Estimate;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.Work;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// How long a client waits for its own small work, alone and beside one that thrashes.
final class NeighbourBudget implements Budget {
    private static final long SMALL = 4096;

    /// @param median from submitting to settling, in the middle
    /// @param ninetyNinth what one in a hundred takes longer than
    private record Latency(double median, double ninetyNinth) {}

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
                            () -> latency(rig, work, submissions),
                            () -> thrasher.beside(() -> latency(rig, work, submissions)));
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

    /// One at a time. What counts is when the fence settles, not when this thread is awake again.
    private static Latency latency(Rig rig, Work work, int submissions)
            throws InterruptedException {
        long[] nanos = new long[submissions];
        AtomicLong settled = new AtomicLong();
        for (int i = 0; i < submissions; i++) {
            settled.set(0);
            long began = System.nanoTime();
            Fence fence = rig.client().submit(work).orThrow();
            if (!fence.onSettled(done -> settled.set(System.nanoTime()))) {
                settled.set(System.nanoTime());
            }
            fence.await();
            while (settled.get() == 0) {
                Thread.onSpinWait();
            }
            nanos[i] = settled.get() - began;
        }
        return new Latency(Estimate.quantile(nanos, 0.5), Estimate.quantile(nanos, 0.99));
    }
}
