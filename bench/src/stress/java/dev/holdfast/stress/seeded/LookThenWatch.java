package dev.holdfast.stress.seeded;

import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.region.WatchAgainstSettle;
import dev.holdfast.stress.BugIn;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Known bug: waiting begins after a look, and does not mind being told that it came too late.
@JCStressTest
@State
@BugIn(WatchAgainstSettle.class)
@Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "came out once")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: never came out")
public class LookThenWatch {
    private final SettableFence first = new SettableFence();
    private final SettableFence second = new SettableFence();
    private final AtomicInteger out = new AtomicInteger();

    @Actor
    public void watch() {
        watchFrom(first);
    }

    private void watchFrom(SettableFence fence) {
        if (!fence.isSettled()) {
            fence.onSettled(settled -> next(fence));
        } else {
            next(fence);
        }
    }

    private void next(SettableFence after) {
        if (after == first) {
            watchFrom(second);
        } else {
            out.incrementAndGet();
        }
    }

    @Actor
    public void settle() {
        first.signal();
        second.signal();
    }

    @Arbiter
    public void look(III_Result seen) {
        seen.r3 = out.get();
    }
}
