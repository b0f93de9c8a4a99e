package dev.holdfast.stress.seeded;

import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.migrate.MarkBeforeFence;
import dev.holdfast.stress.BugIn;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Known bug: the outcome is written after the fence has settled.
@JCStressTest
@State
@BugIn(MarkBeforeFence.class)
@Outcome(
        id = {"0, 0", "1, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "not yet, or with its outcome")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: settled, and nobody can tell how")
public class FenceBeforeMark {
    private final SettableFence published = new SettableFence();
    private volatile int outcome;

    @Actor
    public void decide() {
        published.signal();
        outcome = 1;
    }

    @Actor
    public void look(II_Result seen) {
        if (published.isSettled()) {
            seen.r1 = outcome != 0 ? 1 : -1;
        }
    }
}
