package dev.holdfast.soft;

import dev.holdfast.device.Command;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A command that is submitted while a queue gives its token back is run, once, by one thread at a
/// time, and the queue is idle afterwards.
@JCStressTest
@State
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "both ran, and it is idle")
@Outcome(expect = Expect.FORBIDDEN, desc = "left behind, or run at once")
public class SubmitAgainstRest {
    private final SoftQueue queue = QueueAlone.queue();
    private int ran;

    @Actor
    public void one() {
        queue.submit(new Command.Marker(), fault -> ran++);
    }

    @Actor
    public void two() {
        queue.submit(new Command.Marker(), fault -> ran++);
    }

    @Arbiter
    public void look(II_Result seen) {
        seen.r1 = ran;
        seen.r2 = queue.tryClose() ? 1 : 0;
    }
}
