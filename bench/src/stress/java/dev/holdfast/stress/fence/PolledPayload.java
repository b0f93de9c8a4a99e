package dev.holdfast.stress.fence;

import dev.holdfast.device.fence.SettableFence;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// What was written before a fence was settled is seen by whoever polls it settled.
@JCStressTest
@State
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "settled, and the payload is not there")
@Outcome(expect = Expect.ACCEPTABLE, desc = "seen in order")
public class PolledPayload {
    private final SettableFence fence = new SettableFence();
    private int payload;

    @Actor
    public void settle() {
        payload = 1;
        fence.signal();
    }

    @Actor
    public void poll(II_Result seen) {
        seen.r1 = fence.isSettled() ? 1 : 0;
        seen.r2 = payload;
    }
}
