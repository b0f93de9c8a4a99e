package dev.holdfast.stress.seeded;

import dev.holdfast.stress.BugIn;
import dev.holdfast.stress.fence.DoubleSettle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/// Known bug: settling is a look and a store instead of one compare-and-set.
@JCStressTest
@State
@BugIn(DoubleSettle.class)
@Outcome(
        id = {"true, false, false", "false, true, true"},
        expect = Expect.ACCEPTABLE,
        desc = "one of the two settled it")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: both settled it")
public class LookThenSettle {
    private volatile int outcome;

    @Actor
    public void signal(ZZZ_Result seen) {
        seen.r1 = settle(1);
    }

    @Actor
    public void fail(ZZZ_Result seen) {
        seen.r2 = settle(2);
    }

    private boolean settle(int as) {
        if (outcome != 0) {
            return false;
        }
        outcome = as;
        return true;
    }

    @Arbiter
    public void look(ZZZ_Result seen) {
        seen.r3 = outcome == 2;
    }
}
