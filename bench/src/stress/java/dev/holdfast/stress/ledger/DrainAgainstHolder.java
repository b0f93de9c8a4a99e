package dev.holdfast.stress.ledger;

import dev.holdfast.memory.ledger.Ledger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A task posted while somebody else lets the ledger go is run, once, by one of the two.
@JCStressTest
@State
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "run once")
@Outcome(expect = Expect.FORBIDDEN, desc = "left behind, or run twice")
public class DrainAgainstHolder {
    private final Ledger ledger = new Ledger(Runnable::run);
    private int ran;

    @Actor
    public void post() {
        ledger.drain().post(() -> ran++);
    }

    @Actor
    public void hold() {
        ledger.enter().close();
    }

    @Arbiter
    public void look(I_Result seen) {
        seen.r1 = ran;
    }
}
