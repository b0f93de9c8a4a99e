package dev.holdfast.stress.seeded;

import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.binding.HoldAgainstLastUnhold;
import dev.holdfast.stress.BugIn;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Known bug: a hold is taken by a look and an addition.
@JCStressTest
@State
@BugIn(HoldAgainstLastUnhold.class)
@Outcome(
        id = {"1, 0, 101", "0, 0, 101"},
        expect = Expect.ACCEPTABLE,
        desc = "held while open, or refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: held after the fence")
public class LookThenHold {
    private final AtomicInteger holds = new AtomicInteger(1);
    private final SettableFence unbound = new SettableFence();

    @Actor
    public void hold(III_Result seen) {
        if (holds.get() > 0) {
            holds.incrementAndGet();
            seen.r1 = 1;
            seen.r2 = unbound.isSettled() ? 1 : 0;
            unhold();
        }
    }

    @Actor
    public void unhold() {
        if (holds.decrementAndGet() == 0) {
            unbound.signal();
        }
    }

    @Arbiter
    public void look(III_Result seen) {
        seen.r3 = unbound.isSettled() ? 101 : 1;
    }
}
