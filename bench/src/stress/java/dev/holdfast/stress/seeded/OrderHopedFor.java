package dev.holdfast.stress.seeded;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.stress.BugIn;
import dev.holdfast.stress.fence.TimelineOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Known bug: a point settles with its work, whatever is before it.
@JCStressTest
@State
@BugIn(TimelineOrder.class)
@Outcome(
        id = "1, 0",
        expect = Expect.FORBIDDEN,
        desc = "the bug: the newest settled before an earlier one")
@Outcome(expect = Expect.ACCEPTABLE, desc = "the earlier first")
public class OrderHopedFor {
    private final SettableFence earlier = new SettableFence();

    @Actor
    public void settle() {
        earlier.signal();
    }

    @Actor
    public void attach(II_Result seen) {
        seen.r1 = Fence.signalled().isSettled() ? 1 : 0;
        seen.r2 = earlier.isSettled() ? 1 : 0;
    }
}
