package dev.holdfast.stress.fence;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.device.fence.Timeline;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// The newest has settled only if every earlier point has, also while they fail.
@JCStressTest
@State
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the newest settled before an earlier one")
@Outcome(expect = Expect.ACCEPTABLE, desc = "the earlier first")
public class TimelineOrder {
    private static final Fault FAULT = Fault.of(FaultKind.COPY_FAILED, "failed");

    private final Timeline line = new Timeline("stress");
    private final SettableFence work = new SettableFence();
    private final Fence earlier = line.attach(work);

    @Actor
    public void settle() {
        work.fail(FAULT);
    }

    @Actor
    public void attach(II_Result seen) {
        seen.r1 = line.attach(Fence.signalled()).isSettled() ? 1 : 0;
        seen.r2 = earlier.isSettled() ? 1 : 0;
    }
}
