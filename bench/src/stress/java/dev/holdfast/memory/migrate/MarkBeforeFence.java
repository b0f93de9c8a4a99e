package dev.holdfast.memory.migrate;

import dev.holdfast.memory.object.MoveOutcome;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Whoever sees the published fence of a move sees its outcome, a good one and a loss.
@JCStressTest
@State
@Outcome(
        id = {"0, 0", "1, 0", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "not yet, or with its outcome")
@Outcome(expect = Expect.FORBIDDEN, desc = "settled, and nobody can tell how")
public class MarkBeforeFence {
    private final Watched good = new Watched();
    private final Watched lost = new Watched();

    @Actor
    public void decide() {
        good.interceptor().publish(MoveOutcome.AS_INTENDED);
        lost.interceptor().lose(Watched.FAULT);
    }

    @Actor
    public void look(II_Result seen) {
        if (lost.interceptor().published().isSettled()) {
            seen.r2 = lost.target().outcome().isPresent() ? 1 : -1;
        }
        if (good.interceptor().published().isSettled()) {
            seen.r1 = good.target().outcome().isPresent() ? 1 : -1;
        }
    }
}
