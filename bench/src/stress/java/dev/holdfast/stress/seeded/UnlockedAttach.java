package dev.holdfast.stress.seeded;

import dev.holdfast.stress.BugIn;
import dev.holdfast.stress.fence.TimelineAttach;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/// Known bug: a timeline takes its number and replaces its newest without a lock.
@JCStressTest
@State
@BugIn(TimelineAttach.class)
@Outcome(
        id = {"1, 2, 2", "2, 1, 2"},
        expect = Expect.ACCEPTABLE,
        desc = "two points, the newest is the second")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: a number twice, or the newest is not the last")
public class UnlockedAttach {
    private volatile long lastSeqno;
    private volatile long newest;

    @Actor
    public void one(JJJ_Result seen) {
        seen.r1 = attach();
    }

    @Actor
    public void two(JJJ_Result seen) {
        seen.r2 = attach();
    }

    private long attach() {
        long seqno = lastSeqno + 1;
        lastSeqno = seqno;
        newest = seqno;
        return seqno;
    }

    @Arbiter
    public void newest(JJJ_Result seen) {
        seen.r3 = newest;
    }
}
