package dev.holdfast.stress.seeded;

import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.migrate.ArmAgainstSettle;
import dev.holdfast.stress.BugIn;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Known bug: the count starts at nothing instead of one for the arming itself, and arming looks at
/// the end whether anything is open.
@JCStressTest
@State
@BugIn(ArmAgainstSettle.class)
@Outcome(id = "10, 1, 1", expect = Expect.ACCEPTABLE, desc = "published once")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: decided twice")
public class ArmedWithoutOneMore {
    private final SettableFence late = new SettableFence();
    private final AtomicInteger unsettled = new AtomicInteger();
    private final AtomicInteger published = new AtomicInteger();

    @Actor
    public void arm() {
        unsettled.incrementAndGet();
        if (!late.onSettled(fence -> countDown())) {
            unsettled.decrementAndGet();
        }
        if (unsettled.get() == 0) {
            published.incrementAndGet();
        }
    }

    private void countDown() {
        if (unsettled.decrementAndGet() == 0) {
            published.incrementAndGet();
        }
    }

    @Actor
    public void settle() {
        late.signal();
    }

    @Arbiter
    public void look(III_Result seen) {
        seen.r1 = 10 * published.get();
        seen.r2 = 1;
        seen.r3 = 1;
    }
}
