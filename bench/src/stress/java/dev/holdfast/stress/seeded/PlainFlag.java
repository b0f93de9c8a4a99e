package dev.holdfast.stress.seeded;

import dev.holdfast.stress.BugIn;
import dev.holdfast.stress.fence.PolledPayload;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Known bug: a fence whose state is a plain field.
@JCStressTest
@State
@BugIn(PolledPayload.class)
@Outcome(
        id = "1, 0",
        expect = Expect.FORBIDDEN,
        desc = "the bug: settled, and the payload is not there")
@Outcome(expect = Expect.ACCEPTABLE, desc = "seen in order")
public class PlainFlag {
    private int settled;
    private int payload;

    @Actor
    public void settle() {
        payload = 1;
        settled = 1;
    }

    @Actor
    public void poll(II_Result seen) {
        seen.r1 = settled;
        seen.r2 = payload;
    }
}
