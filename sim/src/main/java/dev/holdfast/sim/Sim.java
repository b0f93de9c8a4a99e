package dev.holdfast.sim;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.sim.oracle.Journal;
import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.play.Backend;
import dev.holdfast.sim.play.Episode;
import dev.holdfast.sim.shape.Dial;
import dev.holdfast.sim.shape.FaultMenu;
import dev.holdfast.sim.shape.Marks;
import dev.holdfast.sim.shape.Shape;
import dev.holdfast.sim.shape.ShapeDraw;
import dev.holdfast.sim.world.Chance;
import dev.holdfast.sim.world.SimWorkers;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Plays episodes on the embedded device.
public final class Sim {
    private static final String EMBEDDED = "soft";
    private static final String FLAT = "soft-flat";
    private static final long TRIAL_BYTES = 4096;

    private final Backend backend;
    private final ShapeDraw draw;
    private final boolean everything;

    /// A simulator on devices of `backend`.
    Sim(Backend backend) {
        this.backend = backend;
        this.everything = false;
        SimWorkers workers = new SimWorkers(fence -> {});
        DeviceOptions small = DeviceOptions.of(TRIAL_BYTES, TRIAL_BYTES);
        try (Device trial = backend.open(false, small, workers)) {
            this.draw = new ShapeDraw(FaultMenu.of(trial, workers));
        }
    }

    /// A simulator on the embedded device, with page tables and without. Throws
    /// [IllegalStateException] where that is not there.
    public static Sim open() {
        DeviceProvider paged = provider(EMBEDDED);
        DeviceProvider unpaged = provider(FLAT);
        return new Sim((flat, options, workers) -> (flat ? unpaged : paged).open(options, workers));
    }

    private Sim(Backend backend, ShapeDraw draw) {
        this.backend = backend;
        this.draw = draw;
        this.everything = true;
    }

    /// The same, whose episodes are of the whole public API and of drivers that throw. That is
    /// newer than the rest, and a finding may be the simulator's own fault.
    public Sim ofEverything() {
        return new Sim(backend, draw);
    }

    private Shape drawn(long seed) {
        return everything ? draw.drawEverything(seed) : draw.draw(seed);
    }

    private static DeviceProvider provider(String name) {
        for (DeviceProvider provider : ServiceLoader.load(DeviceProvider.class)) {
            if (provider.name().equals(name)) {
                return provider;
            }
        }
        throw new IllegalStateException("there is no device \"" + name + "\" here");
    }

    /// Plays episodes drawn from `seed` until `steps` are done or a promise is broken. `progress`
    /// is told of the steps so far, now and then.
    public SimReport run(long seed, long steps, LongConsumer progress) {
        return run(seed, steps, () -> true, progress);
    }

    /// As above, and for as long as `going` says so: it is asked after every episode.
    public SimReport run(long seed, long steps, BooleanSupplier going, LongConsumer progress) {
        Marks marks = new Marks();
        long done = 0;
        long episodes = 0;
        long digest = 0;
        long turns = 0;
        Optional<Violation> violation = Optional.empty();
        while (done < steps && violation.isEmpty() && (done == 0 || going.getAsBoolean())) {
            long own = episode(seed, episodes);
            Shape shape = drawn(own);
            int most = (int) Math.min(shape.get(Dial.STEPS), steps - done);
            Episode.Outcome outcome =
                    Episode.play(backend, own, shape.with(Dial.STEPS, most), Journal.OFF);
            episodes++;
            done += outcome.steps();
            turns += outcome.turns();
            digest = Chance.mix(digest + outcome.digest());
            marks.addAll(outcome.marks());
            violation = violation(own, shape.with(Dial.STEPS, most), outcome);
            progress.accept(done);
        }
        return new SimReport(done, episodes, turns, digest, marks, violation);
    }

    /// The seed of the `index`-th episode that hangs from `seed`.
    static long episode(long seed, long index) {
        return Chance.derive(seed, index) & Long.MAX_VALUE;
    }

    /// A smaller episode that breaks the same promise as `violation`, or that one, if about `steps`
    /// steps of looking find none.
    public Violation shrink(Violation violation, long steps) {
        return new Shrinker(this, steps).shrink(violation);
    }

    /// The shape that the seed of an episode draws.
    public Shape shape(long seed) {
        return drawn(seed);
    }

    /// Plays one episode and tells `reader`, line by line, what happens in it.
    public SimReport play(long seed, Shape shape, Consumer<String> reader) {
        return play(seed, shape, Journal.to(reader));
    }

    /// Plays one episode.
    public SimReport play(long seed, Shape shape) {
        return play(seed, shape, Journal.OFF);
    }

    SimReport play(long seed, Shape shape, Journal journal) {
        Episode.Outcome outcome = Episode.play(backend, seed, shape, journal);
        return new SimReport(
                outcome.steps(),
                1,
                outcome.turns(),
                outcome.digest(),
                outcome.marks(),
                violation(seed, shape, outcome));
    }

    private Optional<Violation> violation(long seed, Shape shape, Episode.Outcome outcome) {
        Verdict.Finding finding = outcome.finding();
        if (finding == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Violation(
                        finding.promise(),
                        seed,
                        shape,
                        shape.differenceTo(draw.draw(seed)),
                        outcome.steps(),
                        finding.message()));
    }
}
