package dev.holdfast.soak;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.faulty.FaultyDevice;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.soak.play.Count;
import dev.holdfast.soak.play.Lane;
import dev.holdfast.soak.play.Stage;
import dev.holdfast.soak.play.Surroundings;
import dev.holdfast.soak.play.Tally;
import dev.holdfast.soak.play.Verdict;
import dev.holdfast.soak.rude.RudeDevice;
import dev.holdfast.soak.rude.Rudeness;
import dev.holdfast.soak.rude.Uncaught;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One soak, from the opening of a device to its closing.
public final class Soak {
    private static final int WINDOW = 10;
    private static final Duration LOOK = Duration.ofSeconds(1);

    /// A lane that makes no move for so long has met something that does not end.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final SoakOptions options;
    private final Source source;
    private final Watcher watcher;
    private final Verdict verdict = new Verdict();
    private final Tally tally = new Tally();
    private final Rudeness rudeness;
    private final long beganNanos = System.nanoTime();

    /// Where the device comes from.
    @FunctionalInterface
    public interface Source {
        /// Opens it; throws [IllegalArgumentException] with a line for people if that cannot be.
        Device open(DeviceOptions sizes, Workers workers);
    }

    /// Who is told once a second how far it is.
    @FunctionalInterface
    public interface Watcher {
        /// It has run for so long, and done so much.
        void look(Duration elapsed, Tally tally);
    }

    private Soak(SoakOptions options, Source source, Watcher watcher) {
        this.options = options;
        this.source = source;
        this.watcher = watcher;
        this.rudeness = options.rude() ? Rudeness.of(options.seed()) : Rudeness.none();
    }

    /// Runs a soak. Throws [IllegalArgumentException] if there is no such device.
    public static SoakReport run(SoakOptions options, Source source, Watcher watcher)
            throws InterruptedException {
        return new Soak(options, source, watcher).run();
    }

    private SoakReport run() throws InterruptedException {
        FaultPlan plan = options.plan();
        var workers = new PlatformWorkers("soak");
        boolean ended = true;
        try (var surroundings = Surroundings.of(rudeness, verdict);
                var uncaught = Uncaught.listen(rudeness, this::uncaught)) {
            DeviceOptions sizes = DeviceOptions.of(options.deviceBytes(), options.hostBytes());
            Device faulty = new FaultyDevice(source.open(sizes, workers), plan, workers);
            Device device = rudeness.isRude() ? new RudeDevice(faulty, rudeness) : faulty;
            MemoryManager manager =
                    MemoryManager.open(device, workers, memoryOptions(plan, surroundings));
            ended = play(device, manager, surroundings);
            uncaught.check();
            return new SoakReport(
                    options,
                    Duration.ofNanos(System.nanoTime() - beganNanos),
                    verdict.violation(),
                    tally,
                    manager.counters(),
                    plan,
                    rudeness);
        } finally {
            if (ended) {
                workers.close();
            }
        }
    }

    private void uncaught(String what) {
        verdict.violated("P8", what);
    }

    private MemoryOptions memoryOptions(FaultPlan plan, Surroundings surroundings) {
        MemoryOptions polite =
                MemoryOptions.defaults()
                        .withWindow(WINDOW)
                        .withChunkBytes(Bytes.kibi(256))
                        .withHeadroomBytes(options.hostBytes() / 16)
                        .withFaults(plan);
        MemoryOptions all = surroundings.clients().in(polite);
        return surroundings.log().map(log -> all.recordTo(log, Bytes.kibi(64))).orElse(all);
    }

    /// False if a thread did not come to its end: then nothing is closed.
    private boolean play(Device device, MemoryManager manager, Surroundings surroundings)
            throws InterruptedException {
        List<Lane> lanes = new ArrayList<>();
        try (Stage stage = stage(device, manager, surroundings)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < options.threads(); i++) {
                lanes.add(stage.addLane(options.seed()));
            }
            for (Lane lane : lanes) {
                threads.add(
                        Thread.ofPlatform()
                                .daemon()
                                .name("soak-lane-" + threads.size())
                                .start(() -> lane.play(options.mostMoves())));
            }
            if (!join(threads, lanes, manager)) {
                return false;
            }
            close(device, manager, lanes);
            stage.checkRudeness(manager.counters());
        }
        return true;
    }

    private Stage stage(Device device, MemoryManager manager, Surroundings surroundings) {
        HeapInfo onDevice = device.heaps().get(Device.DEVICE_HEAP);
        HeapInfo onHost = device.heaps().get(Device.HOST_HEAP);
        long largest =
                device.info().contiguousOnly()
                        ? onDevice.slabBytes()
                        : Math.max(onDevice.sizeBytes(), onHost.sizeBytes());
        return new Stage(
                manager,
                verdict,
                tally,
                largest,
                onDevice.sizeBytes(),
                onHost.sizeBytes() / 8 * 5,
                surroundings);
    }

    /// Waits for all of them, and looks once a second whether they get on. Captures are taken, so
    /// that others are made.
    private boolean join(List<Thread> threads, List<Lane> lanes, MemoryManager manager)
            throws InterruptedException {
        long[] moves = new long[lanes.size()];
        long[] movedNanos = new long[lanes.size()];
        java.util.Arrays.fill(movedNanos, System.nanoTime());
        for (int i = 0; i < threads.size(); ) {
            if (threads.get(i).join(LOOK)) {
                i++;
                continue;
            }
            long nowNanos = System.nanoTime();
            Duration elapsed = Duration.ofNanos(nowNanos - beganNanos);
            watcher.look(elapsed, tally);
            var _ = manager.takeCapture();
            if (elapsed.compareTo(options.length()) >= 0) {
                verdict.end();
            }
            for (int each = 0; each < lanes.size(); each++) {
                long now = lanes.get(each).moves();
                if (now != moves[each] || !threads.get(each).isAlive()) {
                    moves[each] = now;
                    movedNanos[each] = nowNanos;
                } else if (nowNanos - movedNanos[each] > PATIENCE.toNanos()) {
                    stuck(lanes.get(each), threads.get(each));
                    return false;
                }
            }
        }
        return true;
    }

    private void stuck(Lane lane, Thread thread) {
        StringBuilder text = new StringBuilder(lane + " does not get on:");
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append(System.lineSeparator()).append("    at ").append(frame);
        }
        verdict.violated("P6", text.toString());
    }

    private void close(Device device, MemoryManager manager, List<Lane> lanes)
            throws InterruptedException {
        manager.awaitIdle();
        for (Lane lane : lanes) {
            if (!lane.isSettled()) {
                verdict.violated("P10", "memory lent by " + lane + " is still in use at the end");
            }
        }
        List<String> left = manager.audit(true);
        if (!left.isEmpty()) {
            verdict.violated("P10", "left behind: " + String.join("; ", left));
        }
        try {
            manager.close();
            device.close();
        } catch (IllegalStateException leaked) {
            verdict.violated("P10", String.valueOf(leaked.getMessage()));
        }
        if (tally.get(Count.WORDS) == 0) {
            verdict.violated("P2", "nothing was verified");
        }
    }
}
