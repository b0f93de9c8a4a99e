package dev.holdfast.stress.seeded;

import dev.holdfast.stress.BugIn;
import dev.holdfast.stress.fence.CallbackOrRefused;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Known bug: a callback is added by a look and a store instead of one compare-and-set.
@JCStressTest
@State
@BugIn(CallbackOrRefused.class)
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "accepted and called once")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "refused and not called")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: accepted and not called")
public class LookThenAdd {
    private volatile boolean settled;
    private volatile Runnable callback = () -> {};
    private int called;
    private boolean accepted;

    @Actor
    public void settle() {
        callback.run();
        settled = true;
    }

    @Actor
    public void add() {
        if (!settled) {
            callback = () -> called++;
            accepted = true;
        }
    }

    @Arbiter
    public void count(II_Result seen) {
        seen.r1 = accepted ? 1 : 0;
        seen.r2 = called;
    }
}
