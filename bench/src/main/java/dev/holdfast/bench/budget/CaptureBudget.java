package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Pin;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CaptureLimits;
import dev.holdfast.memory.capture.CaptureOutcome;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How long a client waits for work that does nothing, while a GiB of somebody else's is captured,
/// against the same without.
final class CaptureBudget implements Budget {
    private static final long OBJECT_BYTES = Bytes.mebi(4);

    @Override
    public String name() {
        return "capture";
    }

    @Override
    public List<Row> measure(Size size) throws InterruptedException {
        int objects = size.pick(2, 256, 256);
        int submissions = size.pick(20, 1_000, 2_000);
        long bytes = objects * OBJECT_BYTES;
        MemoryOptions options =
                MemoryOptions.defaults()
                        .withCapture(new CaptureLimits(bytes, Duration.ofMinutes(1), objects));
        try (var rig = new Rig(bytes + Bytes.mebi(1), Bytes.mebi(64), options)) {
            List<Pin> pins = pinned(rig, objects);
            Work nop = Work.launch(rig.empty());
            Rounds<Latency> rounds =
                    Rounds.inTurn(
                            size,
                            () -> Latency.of(rig, nop, submissions),
                            () -> beside(rig, nop, bytes));
            pins.forEach(Pin::close);
            return rows(rounds, objects);
        }
    }

    private List<Row> rows(Rounds<Latency> rounds, int objects) {
        return List.of(
                Row.of(
                        name(),
                        "nops' 99th percentile beside a capture of %d × 4 MiB, by without"
                                .formatted(objects),
                        Unit.RATIO,
                        new Goal.AtMost(2),
                        rounds.ratio(1, 0, Latency::ninetyNinth),
                        "processor time and memory bandwidth are shared as well"),
                row("without, median", rounds, 0, Latency::median),
                row("without, 99th percentile", rounds, 0, Latency::ninetyNinth),
                row("beside, median", rounds, 1, Latency::median),
                row("beside, 99th percentile", rounds, 1, Latency::ninetyNinth));
    }

    private Row row(
            String what,
            Rounds<Latency> rounds,
            int side,
            java.util.function.ToDoubleFunction<Latency> figure) {
        return Row.of(name(), what, Unit.NANOS, new Goal.None(), rounds.of(side, figure), "");
    }

    /// Somebody else's objects, written and pinned: those a capture reads whatever is under way.
    private static List<Pin> pinned(Rig rig, int objects) throws InterruptedException {
        Client owner = rig.manager().client("captured");
        List<Pin> pins = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            BufferHandle handle = owner.create("weights " + i, OBJECT_BYTES);
            owner.submit(Work.launch(rig.empty()).overwrites(handle)).orThrow();
            pins.add(handle.pin().orThrow());
        }
        rig.manager().awaitIdle();
        return pins;
    }

    /// Submits for as long as a capture takes.
    private static Latency beside(Rig rig, Work nop, long bytes) throws InterruptedException {
        if (!(rig.manager().capture() instanceof CaptureOutcome.Begun)) {
            throw new IllegalStateException("no capture was begun");
        }
        List<Capture> taken = new ArrayList<>();
        Latency latency =
                Latency.whilst(
                        rig,
                        nop,
                        1,
                        () -> {
                            Optional<Capture> finished = rig.manager().takeCapture();
                            finished.ifPresent(taken::add);
                            return finished.isEmpty();
                        });
        long read = read(taken.getFirst());
        if (read < bytes) {
            throw new IllegalStateException("captured " + read + " bytes of " + bytes);
        }
        return latency;
    }

    private static long read(Capture capture) {
        long bytes = 0;
        for (CapturedObject object : capture.objects()) {
            if (object.contents() instanceof Contents.Present present) {
                bytes += present.sizeBytes();
            }
        }
        return bytes;
    }
}
