package dev.holdfast.stress.seeded;

import dev.holdfast.soft.ResetAgainstCompletion;
import dev.holdfast.stress.BugIn;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Known bug: whoever completes a command looks at its phase and then sets it.
@JCStressTest
@State
@BugIn(ResetAgainstCompletion.class)
@Outcome(id = "0, 10, 1", expect = Expect.ACCEPTABLE, desc = "it ended first")
@Outcome(id = "1, 11, 1", expect = Expect.ACCEPTABLE, desc = "the reset was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: completed twice")
public class LookThenTake {
    private volatile int phase;
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger revoked = new AtomicInteger();

    @Actor
    public void submit() {
        if (take()) {
            completed.incrementAndGet();
        }
    }

    @Actor
    public void reset(III_Result seen) {
        if (take()) {
            completed.incrementAndGet();
            revoked.incrementAndGet();
            seen.r1 = 1;
        }
    }

    private boolean take() {
        if (phase != 0) {
            return false;
        }
        phase = 1;
        return true;
    }

    @Arbiter
    public void look(III_Result seen) {
        seen.r2 = 10 * completed.get() + revoked.get();
        seen.r3 = 1;
    }
}
