package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.bench.harness.Verdict;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import java.util.ArrayList;
import java.util.List;

/// Resident empty kernels a second through a manager on OpenCL, against the driver's own queue.
///
/// Both sides hand over in batches and wait for the batch before. The driver's side sets its
/// arguments each time, as any program does that has more than one set of them.
final class OpenClKernelsBudget implements Budget {
    private static final int BATCH = 128;
    private static final long OBJECT_BYTES = Bytes.kibi(4);

    private final String device;

    /// On the device of that name.
    OpenClKernelsBudget(String device) {
        this.device = device;
    }

    @Override
    public String name() {
        return "opencl-kernels";
    }

    /// What is launched.
    ///
    /// @param what for people
    /// @param objects how many it gets
    /// @param counting how far it counts; empty ones do not
    /// @param batches how many batches a round hands over
    private record Kernels(String what, int objects, int counting, int batches) {
        String source() {
            return RawDriver.source(objects, counting);
        }

        int launches() {
            return batches * BATCH;
        }
    }

    @Override
    public List<Row> measure(Size size) throws InterruptedException {
        int many = size.pick(2, 100, 200);
        int few = size.pick(1, 10, 20);
        List<Kernels> all =
                List.of(
                        new Kernels("empty, 1 object", 1, 0, many),
                        new Kernels("empty, 8 objects", 8, 0, many),
                        new Kernels("counting to 10,000, 8 objects", 8, 10_000, few),
                        new Kernels("counting to 100,000, 8 objects", 8, 100_000, few));
        List<Row> rows = new ArrayList<>();
        try {
            for (Kernels kernels : all) {
                rows.addAll(measure(size, kernels));
            }
            return rows;
        } catch (IllegalArgumentException none) {
            String why = String.valueOf(none.getMessage());
            return List.of(
                    Row.without(
                            name(),
                            "by the raw queue",
                            Unit.RATIO,
                            new Goal.AtLeast(0.8),
                            Verdict.NOT_RUN,
                            why));
        }
    }

    private List<Row> measure(Size size, Kernels kernels) throws InterruptedException {
        MemoryOptions options = MemoryOptions.defaults().withWindow(4 * BATCH);
        try (var raw = new RawDriver(device, kernels.source());
                var rig = Rig.on(device, Bytes.mebi(4), Bytes.mebi(4), options)) {
            List<Long> buffers = new ArrayList<>();
            for (int i = 0; i < kernels.objects(); i++) {
                buffers.add(raw.buffer(OBJECT_BYTES));
            }
            Work work = reading(rig, kernels);
            Rounds<Double> rounds =
                    Rounds.inTurn(
                            size,
                            () ->
                                    Rate.aSecond(
                                            kernels.launches(),
                                            () -> run(raw, buffers, kernels.batches())),
                            () ->
                                    Rate.aSecond(
                                            kernels.launches(),
                                            () -> run(rig, work, kernels.batches())));
            return List.of(
                    Row.of(
                            name(),
                            "by the raw queue, " + kernels.what(),
                            Unit.RATIO,
                            new Goal.AtLeast(0.8),
                            rounds.ratio(1, 0, rate -> rate),
                            ""),
                    row("through the manager, " + kernels.what(), rounds, 1),
                    row("raw queue, " + kernels.what(), rounds, 0));
        }
    }

    private Row row(String what, Rounds<Double> rounds, int side) {
        return Row.of(
                name(), what, Unit.PER_SECOND, new Goal.None(), rounds.of(side, rate -> rate), "");
    }

    private static Work reading(Rig rig, Kernels kernels) throws InterruptedException {
        var code = new KernelCode.InOpenClC(RawDriver.NAME, kernels.source(), "");
        Work work = Work.launch(rig.device().load(code));
        var handles = rig.create(kernels.objects(), OBJECT_BYTES);
        rig.overwrite(handles);
        handles.forEach(work::reads);
        return work;
    }

    private static void run(Rig rig, Work work, int batches) throws InterruptedException {
        Batches.run(batches, BATCH, last -> rig.client().trySubmit(work).orThrow());
    }

    private static void run(RawDriver raw, List<Long> buffers, int batches) {
        long before = 0;
        for (int i = 0; i < batches; i++) {
            for (int j = 1; j < BATCH; j++) {
                raw.launch(buffers);
            }
            long last = raw.launchLast(buffers);
            RawDriver.await(before);
            before = last;
        }
        RawDriver.await(before);
    }
}
