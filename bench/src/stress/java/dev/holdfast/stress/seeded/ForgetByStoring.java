package dev.holdfast.stress.seeded;

import dev.holdfast.stress.BugIn;
import dev.holdfast.stress.fence.GivingUp;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Known bug: a waiter takes itself out by a look and a store instead of a compare-and-set.
@JCStressTest
@State
@BugIn(GivingUp.class)
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "accepted and called once")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: a callback was taken out with the waiter")
public class ForgetByStoring {
    private final AtomicReference<Waiting> state = new AtomicReference<>();
    private final Waiting waiter = new Waiting(() -> {}, null);
    private int called;

    private record Waiting(Runnable callback, Waiting earlier) {}

    /// The waiter waits before the actors start.
    public ForgetByStoring() {
        state.set(waiter);
    }

    @Actor
    public void giveUp() {
        Waiting newest = state.get();
        Waiting kept = newest == waiter ? null : new Waiting(newest.callback(), null);
        state.set(kept);
    }

    @Actor
    public void add() {
        state.getAndUpdate(before -> new Waiting(() -> called++, before));
    }

    @Arbiter
    public void settle(II_Result seen) {
        for (Waiting each = state.get(); each != null; each = each.earlier()) {
            each.callback().run();
        }
        seen.r1 = 1;
        seen.r2 = called;
    }
}
