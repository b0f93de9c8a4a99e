package dev.holdfast.soft;

import dev.holdfast.device.Command;
import dev.holdfast.device.ResetOutcome;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// A command that is reset while it ends is completed once, and the queue runs the next one.
@JCStressTest
@State
@Outcome(id = "0, 10, 1", expect = Expect.ACCEPTABLE, desc = "it ended first")
@Outcome(id = "1, 11, 1", expect = Expect.ACCEPTABLE, desc = "the reset was first")
@Outcome(expect = Expect.FORBIDDEN, desc = "completed twice, never, or as what it was not")
public class ResetAgainstCompletion {
    private final SoftQueue queue = QueueAlone.queue();
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger revoked = new AtomicInteger();
    private int after;

    @Actor
    public void submit() {
        queue.submit(
                new Command.Marker(),
                fault -> {
                    completed.incrementAndGet();
                    if (fault != null) {
                        revoked.incrementAndGet();
                    }
                });
    }

    @Actor
    public void reset(III_Result seen) {
        seen.r1 = queue.reset(null) instanceof ResetOutcome.Reset ? 1 : 0;
    }

    @Arbiter
    public void look(III_Result seen) {
        queue.submit(new Command.Marker(), fault -> after++);
        seen.r2 = 10 * completed.get() + revoked.get();
        seen.r3 = after;
    }
}
