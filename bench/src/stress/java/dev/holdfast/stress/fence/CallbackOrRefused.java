package dev.holdfast.stress.fence;

import dev.holdfast.device.fence.SettableFence;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A callback is accepted and called once, or refused and never called.
@JCStressTest
@State
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "accepted and called once")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "refused and not called")
@Outcome(expect = Expect.FORBIDDEN, desc = "a callback was lost, or called though refused")
public class CallbackOrRefused {
    private final SettableFence fence = new SettableFence();
    private int called;
    private boolean accepted;

    @Actor
    public void settle() {
        fence.signal();
    }

    @Actor
    public void add() {
        accepted = fence.onSettled(settled -> called++);
    }

    @Arbiter
    public void count(II_Result seen) {
        seen.r1 = accepted ? 1 : 0;
        seen.r2 = called;
    }
}
