package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.KernelMemory;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the flight recorder costs: everything with it against everything without.
final class RecorderBudget implements Budget {
    private static final int OBJECTS = 8;
    private static final long OBJECT_BYTES = Bytes.kibi(64);
    private static final double MOST = 1.02;

    @Override
    public String name() {
        return "recorder";
    }

    @Override
    public List<Row> measure(Size size) throws InterruptedException {
        try (var scratch = new ScratchFolder("recorder")) {
            Path folder = scratch.path();
            MemoryOptions off = MemoryOptions.defaults();
            List<Row> rows = new ArrayList<>();
            rows.add(reading(size, off, off.recordTo(folder.resolve("reading"))));
            rows.add(moving(size, off, off.recordTo(folder.resolve("moving"))));
            rows.addAll(nothing(size, off, off.recordTo(folder.resolve("nothing"))));
            return rows;
        }
    }

    private Row reading(Size size, MemoryOptions off, MemoryOptions on)
            throws InterruptedException {
        int launches = size.pick(10, 1_000, 2_000);
        try (var without = new Readers(off);
                var with = new Readers(on)) {
            Rounds<Double> rounds =
                    Rounds.inTurn(size, () -> with.round(launches), () -> without.round(launches));
            return Row.of(
                    name(),
                    "on by off, launches that read 512 KiB",
                    Unit.RATIO,
                    new Goal.AtMost(MOST),
                    rounds.ratio(0, 1, nanos -> nanos),
                    "wall time");
        }
    }

    private Row moving(Size size, MemoryOptions off, MemoryOptions on) throws InterruptedException {
        long deviceBytes = size.pick(1 << 20, 16 << 20, 32 << 20);
        try (var without = new PingPong(deviceBytes, OBJECT_BYTES, off);
                var with = new PingPong(deviceBytes, OBJECT_BYTES, on)) {
            Rounds<Double> rounds = Rounds.inTurn(size, with::round, without::round);
            return Row.of(
                    name(),
                    "on by off, moving objects of 64 KiB in and out",
                    Unit.RATIO,
                    new Goal.AtMost(MOST),
                    rounds.ratio(0, 1, rate -> 1 / rate),
                    "wall time");
        }
    }

    private List<Row> nothing(Size size, MemoryOptions off, MemoryOptions on)
            throws InterruptedException {
        // The smallest of them is still several ticks of the clock of the process.
        int submissions = size.pick(5_000, 20_000, 40_000);
        try (var without = new EightObjects(10, false, submissions, off);
                var with = new EightObjects(10, false, submissions, on)) {
            Rounds<EightObjects.Figures> rounds = Rounds.inTurn(size, with::round, without::round);
            return List.of(
                    Row.of(
                            name(),
                            "on by off, empty launches, submitting thread",
                            Unit.RATIO,
                            new Goal.None(),
                            rounds.ratio(0, 1, EightObjects.Figures::median),
                            "median of the calls; eight objects"),
                    Row.of(
                            name(),
                            "on, empty launches, submitting thread",
                            Unit.NANOS,
                            new Goal.None(),
                            rounds.of(0, EightObjects.Figures::median),
                            ""),
                    Row.of(
                            name(),
                            "on by off, empty launches, process CPU",
                            Unit.RATIO,
                            new Goal.None(),
                            rounds.ratio(0, 1, EightObjects.Figures::cpuNanos),
                            "hand-over and completion included"),
                    Row.of(
                            name(),
                            "allocated by a submission, all threads, on by off",
                            Unit.RATIO,
                            new Goal.None(),
                            rounds.ratio(0, 1, EightObjects.Figures::allBytes),
                            ""));
        }
    }

    /// Launches that read everything that they are given.
    private static final class Readers implements AutoCloseable {
        private final Rig rig;
        private final Work work;

        Readers(MemoryOptions options) throws InterruptedException {
            rig = new Rig(2 * OBJECTS * OBJECT_BYTES, Bytes.mebi(4), options);
            var handles = rig.create(OBJECTS, OBJECT_BYTES);
            rig.overwrite(handles);
            work = Work.launch(rig.device().load(new KernelCode.InJava("read", Readers::read)));
            handles.forEach(work::reads);
        }

        private static void read(KernelMemory memory, long[] scalars) {
            long[] words = new long[1024];
            for (int argument = 0; argument < memory.arguments(); argument++) {
                long bytes = (long) words.length * Long.BYTES;
                for (long at = 0; at < memory.sizeBytes(argument); at += bytes) {
                    memory.read(argument, at, words, 0, words.length);
                }
            }
        }

        /// Nanoseconds a launch.
        double round(int launches) throws InterruptedException {
            long began = System.nanoTime();
            for (int i = 0; i < launches; i++) {
                rig.client().submit(work).orThrow();
            }
            rig.manager().awaitIdle();
            return (double) (System.nanoTime() - began) / launches;
        }

        @Override
        public void close() {
            rig.close();
        }
    }
}
