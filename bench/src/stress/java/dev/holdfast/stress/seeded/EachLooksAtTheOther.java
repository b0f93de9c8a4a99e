package dev.holdfast.stress.seeded;

import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.region.SettleAgainstSettle;
import dev.holdfast.stress.BugIn;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Known bug: it hangs on both fences, and each callback looks whether the other has settled.
@JCStressTest
@State
@BugIn(SettleAgainstSettle.class)
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "came out once")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: came out twice")
public class EachLooksAtTheOther {
    private final SettableFence first = new SettableFence();
    private final SettableFence second = new SettableFence();
    private final AtomicInteger out = new AtomicInteger();

    /// Waits before the actors start.
    public EachLooksAtTheOther() {
        first.onSettled(fence -> look());
        second.onSettled(fence -> look());
    }

    private void look() {
        if (first.isSettled() && second.isSettled()) {
            out.incrementAndGet();
        }
    }

    @Actor
    public void one() {
        first.signal();
    }

    @Actor
    public void two() {
        second.signal();
    }

    @Arbiter
    public void look(III_Result seen) {
        seen.r1 = out.get();
        seen.r2 = 1;
    }
}
