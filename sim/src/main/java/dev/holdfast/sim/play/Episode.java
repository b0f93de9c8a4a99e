package dev.holdfast.sim.play;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.work.SpaceUsage;
import dev.holdfast.sim.oracle.Journal;
import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.shape.Dial;
import dev.holdfast.sim.shape.Marks;
import dev.holdfast.sim.shape.Shape;
import dev.holdfast.sim.unruly.Temper;
import dev.holdfast.sim.watch.Rudeness;
import dev.holdfast.sim.world.Chance;
import dev.holdfast.sim.world.SimWorkers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One life of a manager, from its opening to its end.
public final class Episode {
    private static final int WALK_EVERY = 1000;

    /// Where the numbers of turns begin, among all that hangs from the seed.
    private static final long TURNS = 1000;

    private static final int LONGEST_STEP_NANOS = 2000;

    /// The worker of the manager that places what waited for foreign fences.
    private static final String GATE = "gate";

    /// So many attempts a step at most: clients may be left with nothing that they can do.
    private static final int ATTEMPTS_A_STEP = 50;

    private final Shape shape;
    private final Journal journal;
    private final long seed;
    private final Chance chance;
    private final Chance interrupts;
    private final Verdict verdict = new Verdict();
    private final Marks marks = new Marks();
    private final SimWorkers workers = new SimWorkers(this::await);
    private final Scheduler scheduler;
    private final Unsteadiness unsteadiness;
    private final Stage stage;
    private final Actions actions;
    private final Opening opening;
    private final long setAside;
    private int depth;

    /// How many callers wait, each inside of the one before.
    private int waiting;

    private long steps;
    private long attempts;
    private int turns;
    private long digest;

    /// Ends the play from however deep inside: the verdict is reached.
    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Over() {
            super("the episode is over", null, false, false);
        }
    }

    /// What became of an episode.
    ///
    /// @param steps changes of state until its end, or until the violation
    /// @param turns how many turns clients had
    /// @param digest all that happened, as one number
    /// @param marks what it met
    /// @param finding the violation, if there was one
    public record Outcome(
            long steps, int turns, long digest, Marks marks, Verdict.@Nullable Finding finding) {}

    private Episode(Backend backend, long seed, Shape shape, Journal journal) {
        this.shape = shape;
        this.journal = journal;
        this.seed = seed;
        this.chance = new Chance(seed);
        this.interrupts = new Chance(Chance.derive(seed, 2));
        this.unsteadiness =
                new Unsteadiness(
                        new Chance(Chance.derive(seed, 5)),
                        workers.ticker(),
                        marks,
                        journal,
                        shape.get(Dial.UNSTEADY_ONE_IN));
        this.scheduler =
                new Scheduler(
                        new Chance(Chance.derive(seed, 1)),
                        workers,
                        shape.get(Dial.HEARTBEAT_NANOS) > 0);
        this.opening =
                new Opening(backend, seed, shape, workers, verdict, marks, journal, temper(seed));
        this.stage = opening.stage(chance);
        SpaceUsage host = stage.manager().hostUsage();
        this.setAside = host.sizeBytes() - host.freeBytes();
        this.actions = new Actions(stage, new RudeCallbacks(new Chance(Chance.derive(seed, 6))));
        opening.judgeCaptures(actions.capturing()::check);
    }

    private Temper temper(long seed) {
        boolean watched = shape.get(Dial.WATCHDOG_NANOS) > 0 || shape.get(Dial.TIME_LIMITS) > 0;
        return new Temper(
                new Chance(Chance.derive(seed, 4)),
                shape.get(Dial.DEAF_ONE_IN),
                shape.get(Dial.DISOBEYED),
                watched,
                this::meanwhile);
    }

    /// Something happens while the device is busy with a reset. Whoever could come to see a move
    /// through would wait here for the very watchdog that the device keeps waiting.
    private void meanwhile() {
        if (depth < shape.get(Dial.DEPTH) + 2) {
            depth++;
            boolean alone = stage.troubles().mayLeaveUnwatched();
            workers.holdBack(GATE, alone);
            try {
                boolean changed = attempt(false);
                digest = Chance.mix(digest + (changed ? 3 : 4));
            } finally {
                depth--;
                workers.holdBack(GATE, waiting > 0 && alone);
            }
        }
    }

    /// Plays the episode of `seed` and `shape` on a device of `backend`, and tells `journal`.
    public static Outcome play(Backend backend, long seed, Shape shape, Journal journal) {
        Episode episode = new Episode(backend, seed, shape, journal);
        RudeCallbacks.listening(episode.verdict, episode::run);
        return episode.outcome();
    }

    private void run() {
        if (journal.isOn()) {
            journal.note("the shape: " + shape);
        }
        try {
            actions.begin();
            while (!isLate()) {
                attempt(true);
            }
            chance.restart(Chance.derive(seed, 3));
            new Ending(stage, actions, setAside, this::runIdle)
                    .end(chance.percent(shape.get(Dial.ABRUPT)));
            opening.judgeRecording(stage);
        } catch (Over over) {
            // the verdict says why
        } catch (RuntimeException | Error unexpected) {
            thrown(unexpected);
        } finally {
            actions.lending().close();
        }
    }

    private void thrown(Throwable unexpected) {
        if (Rudeness.isFromDriver(unexpected)) {
            verdict.violated("P6", "what a driver threw came to somebody else: " + unexpected);
        } else {
            verdict.thrown(unexpected);
        }
    }

    private Outcome outcome() {
        opening.countMarks(marks);
        opening.close();
        return new Outcome(steps, turns, digest, marks, verdict.finding());
    }

    private boolean isLate() {
        int most = shape.get(Dial.STEPS);
        return steps >= most
                || turns >= shape.get(Dial.TURNS)
                || attempts >= (long) ATTEMPTS_A_STEP * most;
    }

    /// Lets one thing happen; false if nothing could, or nothing changed.
    private boolean attempt(boolean clientsMay) {
        attempts++;
        int choice = scheduler.next(clientsMay);
        unsteadiness.mayCome();
        workers.ticker().pass(interrupts.below(LONGEST_STEP_NANOS));
        boolean changed = choice != Scheduler.NOTHING;
        switch (choice) {
            case Scheduler.CLIENT -> {
                changed = turn();
                // waits that no interrupt may end put it back for their caller
                Thread.interrupted();
            }
            case Scheduler.ALARM -> workers.ticker().runNext();
            case Scheduler.NOTHING -> {}
            default -> workers.run(choice);
        }
        if (stage.manager().lost().isPresent()) {
            stage.device().custody().lost(stage.device().lost().isPresent());
        }
        stage.faults().judge();
        digest = Chance.mix(digest + choice + (changed ? 17 : 0) + stage.faults().digest());
        if (changed) {
            steps++;
            walk();
        }
        if (verdict.isReached()) {
            throw new Over();
        }
        return changed;
    }

    /// What a client does in its turn follows from the number of the turn: one that is left out
    /// changes nothing of the others.
    private boolean turn() {
        int turn = turns++;
        if (shape.skips().has(turn)) {
            return false;
        }
        chance.restart(Chance.derive(seed, turn + TURNS));
        return actions.any();
    }

    private void walk() {
        report(
                steps % WALK_EVERY == 0
                        ? stage.manager().audit(false)
                        : stage.manager().auditNext());
    }

    private void report(List<String> violations) {
        if (!violations.isEmpty()) {
            new WalkReport(verdict).report(violations);
        }
    }

    /// A caller waits: the world goes on until the fence has settled. Where moves may be left
    /// unwatched, a caller may be waiting to see one through, and whoever comes to wait for that
    /// very move inside would never be done: then nobody else submits meanwhile.
    private void await(Fence fence) throws InterruptedException {
        depth++;
        waiting++;
        boolean alone = stage.troubles().mayLeaveUnwatched();
        workers.holdBack(GATE, alone);
        Span span = new Span(stage);
        long usesOver = actions.using().over();
        try {
            while (!fence.isSettled()) {
                int oneIn = shape.get(Dial.INTERRUPT_ONE_IN);
                if (oneIn > 0 && interrupts.oneIn(oneIn)) {
                    throw new InterruptedException("as drawn");
                }
                boolean clientsMay =
                        !alone
                                && !actions.idling().isQuiet()
                                && depth <= shape.get(Dial.DEPTH)
                                && !isLate();
                boolean stuck = !attempt(clientsMay) && !clientsMay && isStuck();
                if (span.needsHelp()) {
                    boolean helped = help();
                    digest = Chance.mix(digest + (helped ? 5 : 6));
                }
                boolean over = span.isOver();
                if (over && (actions.using().endOne() || actions.using().over() > usesOver)) {
                    // that may be all that it waits for, and was waited for in long slices
                    span = new Span(stage);
                    usesOver = actions.using().over();
                    over = false;
                }
                if (stuck || over) {
                    verdict.violated("P6", "somebody waits for a fence that nothing can settle");
                    throw new Over();
                }
            }
        } finally {
            depth--;
            waiting--;
            workers.holdBack(GATE, waiting > 0 && alone);
        }
    }

    /// True if there is nothing that could happen, even after the world around has seen to it. The
    /// device comes first: whoever sees a move through needs nothing else.
    private boolean isStuck() {
        return !isAnythingDue() && !help() && !isAnythingDue();
    }

    private boolean help() {
        if (actions.upkeep().resetAll()) {
            return true;
        }
        int before = workers.runnable();
        workers.holdBack(GATE, false);
        return workers.runnable() > before || actions.using().endOne() || actions.upkeep().settle();
    }

    private boolean isAnythingDue() {
        return workers.runnable() > 0 || workers.ticker().hasAlarm();
    }

    /// Lets everything happen that can, without clients.
    private void runIdle() {
        Span span = new Span(stage);
        while (!span.isAtRest() && attempt(false)) {
            if (span.isOver()) {
                verdict.violated("P6", "something is under way for ever");
                throw new Over();
            }
        }
    }
}
