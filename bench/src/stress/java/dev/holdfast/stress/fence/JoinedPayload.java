package dev.holdfast.stress.fence;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.SettableFence;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// What was written before a fence was settled is seen through a join, its pruning, and fence work.
@JCStressTest
@State
@Outcome(
        id = {"1, 0, 0", "1, 0, 1", "1, 1, 0", "0, 1, 0"},
        expect = Expect.FORBIDDEN,
        desc = "settled, and the payload is not there")
@Outcome(expect = Expect.ACCEPTABLE, desc = "seen in order")
public class JoinedPayload {
    private final SettableFence first = new SettableFence();
    private final SettableFence second = new SettableFence();
    private final FenceJoin join = FenceJoin.of(first, second);
    private final Fence coalesced = join.fence();
    private int payload;

    @Actor
    public void settle() {
        first.signal();
        payload = 1;
        second.signal();
    }

    @Actor
    public void poll(III_Result seen) {
        seen.r1 = coalesced.isSettled() ? 1 : 0;
        seen.r2 = join.pruned().leaves().isEmpty() ? 1 : 0;
        seen.r3 = payload;
    }
}
