package dev.holdfast.sim.play;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.fault.FaultAction;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.faulty.FaultyDevice;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CaptureLimits;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.sim.oracle.Journal;
import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.outside.SharedDevice;
import dev.holdfast.sim.shape.ActionKind;
import dev.holdfast.sim.shape.Dial;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.shape.Marks;
import dev.holdfast.sim.shape.Shape;
import dev.holdfast.sim.unruly.Custody;
import dev.holdfast.sim.unruly.Temper;
import dev.holdfast.sim.unruly.UnrulyDevice;
import dev.holdfast.sim.watch.Rudeness;
import dev.holdfast.sim.watch.WatchedDevice;
import dev.holdfast.sim.world.Chance;
import dev.holdfast.sim.world.SimWorkers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Opens a device and a manager as a shape wants them, with all that watches them.
final class Opening {
    private static final Map<Counters.Counter, Mark> COUNTED =
            new EnumMap<>(
                    Map.ofEntries(
                            Map.entry(Counters.Counter.COPIES_REPAIRED_BY_HOST, Mark.REPAIR_BY_CPU),
                            Map.entry(
                                    Counters.Counter.COPIES_REPAIRED_BY_QUEUE,
                                    Mark.REPAIR_BY_QUEUE),
                            Map.entry(Counters.Counter.COPIES_LOST, Mark.LOSS),
                            Map.entry(Counters.Counter.CLEAN_DROPS, Mark.CLEAN_DROP),
                            Map.entry(Counters.Counter.WRITES_BEHIND, Mark.WRITE_BEHIND),
                            Map.entry(Counters.Counter.DUPLICATES_DROPPED, Mark.DUPLICATE_DROPPED),
                            Map.entry(Counters.Counter.REBINDS, Mark.REBOUND),
                            Map.entry(Counters.Counter.MOVES_SEEN_THROUGH, Mark.SYNCHRONOUS_MOVE),
                            Map.entry(Counters.Counter.REVIVALS, Mark.REVIVED),
                            Map.entry(Counters.Counter.SWAPS, Mark.SWAP),
                            Map.entry(Counters.Counter.GRANTS_BEHIND_SEVERAL, Mark.PENDING_GRANT),
                            Map.entry(Counters.Counter.GRANTS_OF_MIXED_OWNERS, Mark.MIXED_GRANT)));

    private final Shape shape;
    private final SimWorkers workers;
    private final Verdict verdict;
    private final Marks marks;
    private final Journal journal;
    private final FaultPlan plan;
    private final Backend backend;
    private final Temper temper;
    private final Custody custody;
    private final Rudeness rudeness;
    private final UnrulyDevice first;
    private @Nullable Machine machine;
    private final MemoryManager manager;
    private final Truth truth;
    private final Listening listening;
    private final @Nullable FlightJudge flight;
    private final IdentityHashMap<UnrulyDevice, SharedDevice> shared = new IdentityHashMap<>();
    private Consumer<Capture> judge = capture -> {};

    Opening(
            Backend backend,
            long seed,
            Shape shape,
            SimWorkers workers,
            Verdict verdict,
            Marks marks,
            Journal journal,
            Temper temper) {
        this.shape = shape;
        this.workers = workers;
        this.verdict = verdict;
        this.marks = marks;
        this.journal = journal;
        this.plan = FaultPlan.of(seed, shape.faults().stream().map(FaultSpec::parse).toList());
        this.backend = backend;
        this.temper = temper;
        this.truth = new Truth(verdict, journal);
        this.custody =
                new Custody(
                        workers.ticker(),
                        verdict,
                        marks,
                        journal,
                        truth,
                        shape.get(Dial.WATCHDOG_NANOS),
                        shape.get(Dial.HEARTBEAT_NANOS));
        this.rudeness = rudeness(seed);
        Chance refusals = new Chance(Chance.derive(seed, 5));
        this.listening = new Listening(refusals, verdict, marks);
        this.flight = shape.get(Dial.RECORDED) > 0 ? FlightJudge.begin() : null;
        this.first = nextDevice();
        this.manager = MemoryManager.open(first, workers, options());
    }

    /// The account is of whatever device there is: when one is changed for another it has nothing.
    private UnrulyDevice nextDevice() {
        truth.newDevice();
        boolean stoppable = !mayLinger() && !rudeness.throwsErrors();
        SharedDevice open =
                SharedDevice.open(
                        shape.get(Dial.FLAT) > 0,
                        sizes(),
                        8L * shape.get(Dial.WORDS),
                        verdict,
                        (flat, sizes) -> backend.open(flat, sizes, workers));
        Device watched =
                new WatchedDevice(
                        open,
                        verdict,
                        () -> stoppable && !custody.mayBeGivenUp(),
                        custody.addressUsers(),
                        rudeness);
        Device faulty = new FaultyDevice(watched, plan, workers);
        UnrulyDevice next = new UnrulyDevice(faulty, custody, temper, rudeness, workers);
        shared.put(next, open);
        return next;
    }

    /// A driver that throws an error may have taken a command of which the manager then knows
    /// nothing. Whoever comes behind it seems to take its time too: so there is no watchdog there,
    /// and nothing that hangs.
    private Rudeness rudeness(long seed) {
        boolean timed =
                shape.get(Dial.WATCHDOG_NANOS) > 0
                        || shape.get(Dial.TIME_LIMITS) > 0
                        || shape.get(Dial.DEAF_ONE_IN) > 0;
        boolean hangs =
                plan.specs().stream().anyMatch(spec -> spec.action() instanceof FaultAction.Hang);
        Chance own = new Chance(Chance.derive(seed, 7));
        return new Rudeness(own, shape.get(Dial.RUDE_ONE_IN), !timed && !hangs, marks);
    }

    private boolean mayLinger() {
        return plan.specs().stream().anyMatch(spec -> spec.action() instanceof FaultAction.Linger);
    }

    private DeviceOptions sizes() {
        long deviceBytes = shape.get(Dial.DEVICE_BYTES);
        int link = shape.get(Dial.LINK_BYTES);
        return new DeviceOptions(
                deviceBytes,
                shape.get(Dial.HOST_BYTES),
                OptionalLong.of(deviceBytes * shape.get(Dial.VISIBLE) / 100),
                link == 0 ? OptionalLong.empty() : OptionalLong.of(1000L * link));
    }

    private CaptureLimits captures() {
        CaptureLimits usual = CaptureLimits.defaults();
        int nanos = shape.get(Dial.CAPTURE_NANOS);
        return nanos == 0
                ? usual
                : new CaptureLimits(usual.sizeBytes(), Duration.ofNanos(nanos), usual.objects());
    }

    private MemoryOptions options() {
        MemoryOptions options =
                shape.get(Dial.HANDED) > 0
                        ? MemoryOptions.defaults()
                                .onCapture(
                                        listening.captures(),
                                        listening.taker(capture -> judge.accept(capture)))
                        : MemoryOptions.defaults();
        if (flight != null) {
            options = options.recordTo(flight.file(), FlightJudge.ringBytes());
        }
        return options.withWindow(shape.get(Dial.WINDOW))
                .withChunkBytes(shape.get(Dial.CHUNK_BYTES))
                .withHeadroomBytes(shape.get(Dial.HEADROOM_BYTES))
                .withCleanShare(shape.get(Dial.CLEAN) / 100.0)
                .withFaults(plan)
                .withCapture(captures())
                .withWatchdog(Duration.ofNanos(shape.get(Dial.WATCHDOG_NANOS)))
                .withHeartbeat(Duration.ofNanos(shape.get(Dial.HEARTBEAT_NANOS)))
                .traceTo(truth);
    }

    Stage stage(Chance chance) {
        Words words = new Words(truth, Troubles.mayKernelsHarm(plan));
        SimKernel body = new SimKernel(truth, words, verdict, journal, shape.get(Dial.WORDS));
        Machine made =
                new Machine(first, this::nextDevice, new KernelCode.InJava("simulated", body));
        machine = made;
        boolean usesExpire = shape.get(Dial.USE_NANOS) > 0 && shape.does(ActionKind.USE);
        Troubles troubles = new Troubles(plan, made, custody, rudeness, usesExpire);
        Losses losses = new Losses();
        FaultJudge faults =
                new FaultJudge(verdict, troubles, marks, workers.ticker(), journal, losses);
        RefusalJudge refusals =
                new RefusalJudge(
                        shape, Units.of(first), truth, faults, troubles, verdict, marks, losses);
        return new Stage(
                shape,
                chance,
                workers,
                made,
                manager,
                truth,
                words,
                troubles,
                faults,
                refusals,
                losses,
                verdict,
                marks,
                journal,
                new ArrayList<>(),
                listening,
                () -> Objects.requireNonNull(shared.get(made.device())));
    }

    /// Captures that are handed over go to `reader`.
    void judgeCaptures(Consumer<Capture> reader) {
        judge = reader;
    }

    /// The manager is closed: what its flight log says is held against the truth.
    void judgeRecording(Stage stage) {
        if (flight != null) {
            flight.judge(stage);
        }
    }

    /// Leaves nothing behind.
    void close() {
        if (flight != null) {
            flight.close();
        }
    }

    /// Adds what the manager has counted.
    void countMarks(Marks sum) {
        Counters counters = manager.counters();
        COUNTED.forEach((counter, mark) -> sum.add(mark, counters.get(counter)));
        if (machine != null && machine.wasEverLost()) {
            sum.met(Mark.DEVICE_LOST);
        }
    }
}
