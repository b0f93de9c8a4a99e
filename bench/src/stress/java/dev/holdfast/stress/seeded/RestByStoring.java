package dev.holdfast.stress.seeded;

import dev.holdfast.soft.SubmitAgainstRest;
import dev.holdfast.stress.BugIn;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Known bug: the token is given back by a look and a store instead of in one step.
@JCStressTest
@State
@BugIn(SubmitAgainstRest.class)
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "both ran, and it is idle")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: left behind")
public class RestByStoring {
    private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger token = new AtomicInteger();
    private int ran;

    @Actor
    public void one() {
        submit();
    }

    @Actor
    public void two() {
        submit();
    }

    private void submit() {
        inbox.add(() -> ran++);
        if (token.compareAndSet(0, 1)) {
            Runnable next;
            while ((next = inbox.poll()) != null) {
                next.run();
            }
            token.set(0);
        }
    }

    @Arbiter
    public void look(II_Result seen) {
        seen.r1 = ran;
        seen.r2 = inbox.isEmpty() ? 1 : 0;
    }
}
