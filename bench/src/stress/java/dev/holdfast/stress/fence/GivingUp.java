package dev.holdfast.stress.fence;

import dev.holdfast.device.fence.SettableFence;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A thread that gives up waiting takes itself out, and nobody's callback with it.
@JCStressTest
@State
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "accepted and called once")
@Outcome(expect = Expect.FORBIDDEN, desc = "a callback was taken out with the waiter")
public class GivingUp {
    private final SettableFence fence = new SettableFence();
    private int called;
    private boolean accepted;

    @Actor
    public void giveUp() {
        try {
            fence.await(Duration.ofNanos(1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Actor
    public void add() {
        accepted = fence.onSettled(settled -> called++);
    }

    @Arbiter
    public void settle(II_Result seen) {
        fence.signal();
        seen.r1 = accepted ? 1 : 0;
        seen.r2 = called;
    }
}
