package dev.holdfast.stress.ledger;

import dev.holdfast.memory.ledger.Ledger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// Two that post at once: both tasks run under the ledger.
@JCStressTest
@State
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both ran")
@Outcome(expect = Expect.FORBIDDEN, desc = "one was left behind, or they ran at once")
public class DrainAgainstDrain {
    private final Ledger ledger = new Ledger(Runnable::run);
    private int ran;

    @Actor
    public void one() {
        ledger.drain().post(() -> ran++);
    }

    @Actor
    public void two() {
        ledger.drain().post(() -> ran++);
    }

    @Arbiter
    public void look(I_Result seen) {
        seen.r1 = ran;
    }
}
