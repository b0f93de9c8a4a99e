package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Estimate;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.BufferHandle;
import java.util.ArrayList;
import java.util.List;

/// Heap: allocated by a submission, and held by an object that lives.
final class HeapBudget implements Budget {
    private static final long SMALL = 256;

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public List<Row> measure(Size size) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        try (var bare = new EightObjects(10, false, size.pick(100, 20_000, 40_000))) {
            Rounds<EightObjects.Figures> rounds = Rounds.inTurn(size, bare::round);
            rows.add(
                    row(
                            "allocated by a submission, submitting thread",
                            new Goal.Wish(256),
                            rounds.of(0, EightObjects.Figures::ownBytes),
                            "eight objects, nothing flagged; its share of retirements included"));
            rows.add(
                    row(
                            "allocated by a submission, all threads",
                            new Goal.Wish(256),
                            rounds.of(0, EightObjects.Figures::allBytes),
                            ""));
        }
        int objects = size.pick(100, 100_000, 500_000);
        int passes = size.pick(1, 3, 5);
        double[] created = new double[passes];
        double[] resident = new double[passes];
        for (int pass = 0; pass < passes; pass++) {
            hold(objects, pass, created, resident);
        }
        rows.add(
                row(
                        "held by an object, handle included, not used yet",
                        new Goal.None(),
                        Estimate.of(created),
                        "names shared"));
        rows.add(
                row(
                        "held by an object, handle included, resident",
                        new Goal.Wish(400),
                        Estimate.of(resident),
                        "with its backing, its binding and the device's page table"));
        return rows;
    }

    /// The handles stay alive with their client.
    private static void hold(int objects, int pass, double[] created, double[] resident)
            throws InterruptedException {
        try (var rig = new Rig(Bytes.mebi(2) + 2L * objects * SMALL, Bytes.mebi(4))) {
            long before = usedBytes();
            List<BufferHandle> handles = rig.create(objects, SMALL);
            created[pass] = (usedBytes() - before) / (double) objects;
            rig.overwrite(handles);
            resident[pass] = (usedBytes() - before) / (double) objects;
        }
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private Row row(String what, Goal goal, Estimate measured, String note) {
        return Row.of(name(), what, Unit.BYTES, goal, measured, note);
    }
}
