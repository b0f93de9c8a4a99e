package dev.holdfast.stress.seeded;

import dev.holdfast.stress.BugIn;
import dev.holdfast.stress.fault.VisitAgainstVisit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Known bug: visits are counted in a plain way.
@JCStressTest
@State
@BugIn(VisitAgainstVisit.class)
@Outcome(
        id = {"1, 0, 21", "0, 1, 21"},
        expect = Expect.ACCEPTABLE,
        desc = "one was hit, two were counted")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: neither was hit")
public class PlainVisits {
    private volatile int visits;

    @Actor
    public void one(III_Result seen) {
        seen.r1 = visit();
    }

    @Actor
    public void two(III_Result seen) {
        seen.r2 = visit();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private int visit() {
        int visit = ++visits;
        return visit == 2 ? 1 : 0;
    }

    @Arbiter
    public void look(III_Result seen) {
        seen.r3 = 10 * visits + seen.r1 + seen.r2;
    }
}
