package dev.holdfast.stress.seeded;

import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.stress.BugIn;
import dev.holdfast.stress.fence.JoinedPayload;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Known bug: a join that settles with its first leaf.
@JCStressTest
@State
@BugIn(JoinedPayload.class)
@Outcome(
        id = "1, 0, 0",
        expect = Expect.FORBIDDEN,
        desc = "the bug: settled, and the payload is not there")
@Outcome(expect = Expect.ACCEPTABLE, desc = "seen in order")
public class FirstLeafForAll {
    private final SettableFence first = new SettableFence();
    private final SettableFence second = new SettableFence();
    private int payload;

    @Actor
    public void settle() {
        first.signal();
        payload = 1;
        second.signal();
    }

    @Actor
    public void poll(III_Result seen) {
        seen.r1 = first.isSettled() || second.isSettled() ? 1 : 0;
        seen.r2 = 0;
        seen.r3 = payload;
    }
}
