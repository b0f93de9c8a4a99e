package dev.holdfast.sim;

import dev.holdfast.sim.oracle.Journal;
import dev.holdfast.sim.shape.ActionKind;
import dev.holdfast.sim.shape.Dial;
import dev.holdfast.sim.shape.Shape;
import dev.holdfast.sim.shape.Skips;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks for a smaller episode that breaks the same promise: fewer steps, clients and objects,
/// fewer things that go wrong, fewer kinds of action.
///
/// A smaller shape draws another play from the same seed, so for each shape a few seeds are tried;
/// what counts is that the promise is broken again, not that it is broken alike.
final class Shrinker {
    /// Dials that are turned to this value at once, if they may.
    private static final List<Dial> TO_LEAST =
            List.of(
                    Dial.FOREIGN,
                    Dial.KERNEL_FAULTS,
                    Dial.KERNEL_NANOS,
                    Dial.LINK_BYTES,
                    Dial.INTERRUPT_ONE_IN,
                    Dial.DEPTH,
                    Dial.CLEAN,
                    Dial.HEADROOM_BYTES,
                    Dial.FAVOURED,
                    Dial.ABRUPT);

    /// Dials that are turned down bit by bit.
    private static final List<Dial> DOWN =
            List.of(Dial.STEPS, Dial.CLIENTS, Dial.OBJECTS, Dial.WORDS, Dial.WINDOW);

    private static final int SEEDS = 4;

    private final Sim sim;
    private long stepsLeft;

    /// Plays on `sim`, about `steps` steps in all.
    Shrinker(Sim sim, long steps) {
        this.sim = sim;
        this.stepsLeft = steps;
    }

    /// The smallest episode found that breaks the same promise as `first`. Other shapes come first,
    /// each with a few seeds, for a third of the steps; then one play is thinned out, turn by turn.
    Violation shrink(Violation first) {
        long inAll = stepsLeft;
        stepsLeft = inAll / 3;
        Violation best =
                again(first, first.shape().with(Dial.STEPS, steps(first)), 1).orElse(first);
        best = turnDown(best, SEEDS);
        stepsLeft += inAll - inAll / 3;
        Violation before;
        do {
            before = best;
            best = turnDown(leaveOut(best), 1);
        } while (best.step() < before.step() && stepsLeft > 0);
        return best;
    }

    private Violation turnDown(Violation first, int seeds) {
        Violation best = first;
        boolean smaller = true;
        while (smaller && stepsLeft > 0) {
            smaller = false;
            for (Shape candidate : candidates(best)) {
                Optional<Violation> found = again(best, candidate, seeds);
                if (found.isPresent()) {
                    best = found.get();
                    smaller = true;
                    break;
                }
            }
        }
        return best;
    }

    /// Leaves out turns of clients, many at once and then fewer, as long as it breaks.
    private Violation leaveOut(Violation first) {
        int turns = Math.toIntExact(sim.play(first.seed(), first.shape()).turns());
        Violation best = again(first, first.shape().with(Dial.TURNS, turns), 1).orElse(first);
        for (int length = Math.max(1, turns / 2); length >= 1; length /= 2) {
            for (int last = turns - 1; last >= 0 && stepsLeft > 0; last -= length) {
                Skips skips = best.shape().skips().and(Math.max(0, last - length + 1), last);
                if (!skips.equals(best.shape().skips())) {
                    best = again(best, best.shape().withSkips(skips), 1).orElse(best);
                }
            }
        }
        return best;
    }

    private static int steps(Violation violation) {
        return (int) Math.max(1, violation.step());
    }

    private static List<Shape> candidates(Violation of) {
        List<Shape> smaller = new ArrayList<>();
        Shape shape = of.shape();
        for (Dial dial : DOWN) {
            int value = dial == Dial.STEPS ? steps(of) : shape.get(dial);
            for (int to : new int[] {value / 2, value * 3 / 4, value - 1}) {
                if (to >= dial.least() && to < value) {
                    smaller.add(shape.with(dial, to));
                }
            }
        }
        for (Dial dial : TO_LEAST) {
            if (shape.get(dial) != dial.least()) {
                smaller.add(shape.with(dial, dial.least()));
            }
        }
        if (shape.get(Dial.VISIBLE) % 100 != 0) {
            smaller.add(shape.with(Dial.VISIBLE, 0));
        }
        for (int i = 0; i < shape.faults().size(); i++) {
            List<String> fewer = new ArrayList<>(shape.faults());
            fewer.remove(i);
            smaller.add(shape.withFaults(fewer));
        }
        for (ActionKind kind : ActionKind.values()) {
            if (shape.does(kind) && kind != ActionKind.SUBMIT && kind != ActionKind.CREATE) {
                Set<ActionKind> without = EnumSet.of(kind);
                without.addAll(shape.without());
                smaller.add(shape.without(without));
            }
        }
        return smaller;
    }

    /// The same promise, broken in `shape`, by the same seed or one of some others.
    private Optional<Violation> again(Violation before, Shape shape, int seeds) {
        for (int i = 0; i < seeds && stepsLeft > 0; i++) {
            long seed = i == 0 ? before.seed() : Sim.episode(before.seed(), i);
            SimReport report = sim.play(seed, shape, Journal.OFF);
            stepsLeft -= Math.max(1, report.steps());
            Optional<Violation> found = report.violation();
            if (found.isPresent() && found.get().promise().equals(before.promise())) {
                return found;
            }
        }
        return Optional.empty();
    }
}
