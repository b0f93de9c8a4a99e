package dev.holdfast.sim.play;

import dev.holdfast.sim.oracle.Journal;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.shape.Marks;
import dev.holdfast.sim.world.Chance;
import dev.holdfast.sim.world.SimClock;

/// Time that is not steady: now and then the process stands still, as if it were stopped or the
/// machine asleep, and now and then the clock jumps. Nobody may lose anything over either.
final class Unsteadiness {
    // longer than what an alarm may be late by without anybody wondering
    private static final int SHORTEST_PAUSE_MILLIS = 20;
    private static final int LONGEST_PAUSE_MILLIS = 5_000;
    private static final int LONGEST_JUMP_MILLIS = 3_600_000;
    private static final long MILLI_NANOS = 1_000_000;

    private final Chance chance;
    private final SimClock clock;
    private final Marks marks;
    private final Journal journal;
    private final int oneIn;

    /// Of `oneIn` moments one is unsteady; 0 for none.
    Unsteadiness(Chance chance, SimClock clock, Marks marks, Journal journal, int oneIn) {
        this.chance = chance;
        this.clock = clock;
        this.marks = marks;
        this.journal = journal;
        this.oneIn = oneIn;
    }

    /// A moment in which the process may stand still or the clock jump.
    void mayCome() {
        if (oneIn == 0 || !chance.oneIn(oneIn)) {
            return;
        }
        switch (chance.below(4)) {
            case 0 -> jump(chance.between(1, LONGEST_JUMP_MILLIS));
            case 1 -> jump(-chance.between(1, LONGEST_JUMP_MILLIS));
            default -> pause(chance.between(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
        }
    }

    private void pause(int millis) {
        marks.met(Mark.PAUSED);
        if (journal.isOn()) {
            journal.note("the process stands still for " + millis + " ms");
        }
        clock.pause(millis * MILLI_NANOS);
    }

    private void jump(int millis) {
        marks.met(Mark.CLOCK_JUMPED);
        if (journal.isOn()) {
            journal.note("the clock jumps by " + millis + " ms");
        }
        clock.jump(millis * MILLI_NANOS);
    }
}
