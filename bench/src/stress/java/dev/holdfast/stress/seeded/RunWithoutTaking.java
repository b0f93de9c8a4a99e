package dev.holdfast.stress.seeded;

import dev.holdfast.stress.BugIn;
import dev.holdfast.stress.ledger.DrainAgainstDrain;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// Known bug: posted work is run by whoever posts, without taking the ledger.
@JCStressTest
@State
@BugIn(DrainAgainstDrain.class)
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both ran")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: they ran at once")
public class RunWithoutTaking {
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private int ran;

    @Actor
    public void one() {
        post();
    }

    @Actor
    public void two() {
        post();
    }

    private void post() {
        tasks.add(() -> ran++);
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }

    @Arbiter
    public void look(I_Result seen) {
        seen.r1 = ran;
    }
}
