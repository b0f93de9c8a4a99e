package dev.holdfast.stress.seeded;

import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.schedule.AddAgainstSettle;
import dev.holdfast.stress.BugIn;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Known bug: the count of what is waited for starts at nothing instead of one for the adding
/// itself: the first dependency to settle meanwhile makes the command ready.
@JCStressTest
@State
@BugIn(AddAgainstSettle.class)
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "handed over once, after both")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: early or twice")
public class CountedFromNothing {
    private final SettableFence first = new SettableFence();
    private final SettableFence second = new SettableFence();
    private final AtomicInteger unsettled = new AtomicInteger();
    private final AtomicInteger handed = new AtomicInteger();
    private int payload;
    private volatile int payloadSeen;

    @Actor
    public void add() {
        waitFor(first);
        waitFor(second);
        if (first.isSettled() && second.isSettled() && handed.get() == 0) {
            handOver();
        }
    }

    private void waitFor(SettableFence fence) {
        if (fence.isSettled()) {
            return;
        }
        unsettled.incrementAndGet();
        if (!fence.onSettled(settled -> countDown())) {
            unsettled.decrementAndGet();
        }
    }

    private void countDown() {
        if (unsettled.decrementAndGet() == 0) {
            handOver();
        }
    }

    private void handOver() {
        handed.incrementAndGet();
        payloadSeen = payload;
    }

    @Actor
    public void settle() {
        first.signal();
        payload = 1;
        second.signal();
    }

    @Arbiter
    public void look(III_Result seen) {
        seen.r1 = handed.get();
        seen.r2 = payloadSeen;
        seen.r3 = 1;
    }
}
