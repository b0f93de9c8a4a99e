package dev.holdfast.stress.seeded;

import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.stress.BugIn;
import dev.holdfast.stress.fence.WorkCountdown;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Known bug: the dependencies that have not settled are counted in a plain way.
@JCStressTest
@State
@BugIn(WorkCountdown.class)
@Outcome(
        id = "1, 1",
        expect = Expect.ACCEPTABLE,
        desc = "the body ran once and was given the fault")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: the body never ran")
public class PlainCountdown {
    private final SettableFence first = new SettableFence();
    private final SettableFence second = new SettableFence();
    private volatile int unsettled = 2;
    private volatile int runs;

    /// Arms the work before the actors start.
    public PlainCountdown() {
        first.onSettled(settled -> countDown());
        second.onSettled(settled -> countDown());
    }

    @Actor
    public void settleFirst() {
        first.signal();
    }

    @Actor
    public void settleSecond() {
        second.signal();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void countDown() {
        unsettled--;
        if (unsettled == 0) {
            runs++;
        }
    }

    @Arbiter
    public void look(II_Result seen) {
        seen.r1 = runs;
        seen.r2 = runs;
    }
}
