package dev.holdfast.stress.fence;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.SettableFence;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/// Of two that settle a fence one is told that it did, and the outcome is its own.
@JCStressTest
@State
@Outcome(
        id = {"true, false, false", "false, true, true"},
        expect = Expect.ACCEPTABLE,
        desc = "one of the two settled it")
@Outcome(expect = Expect.FORBIDDEN, desc = "both settled it, or neither")
public class DoubleSettle {
    private static final Fault FAULT = Fault.of(FaultKind.REVOKED, "revoked");

    private final SettableFence fence = new SettableFence();

    @Actor
    public void signal(ZZZ_Result seen) {
        seen.r1 = fence.signal();
    }

    @Actor
    public void fail(ZZZ_Result seen) {
        seen.r2 = fence.fail(FAULT);
    }

    @Arbiter
    public void look(ZZZ_Result seen) {
        seen.r3 = fence.isFailed();
    }
}
