package dev.holdfast.stress.seeded;

import dev.holdfast.stress.BugIn;
import dev.holdfast.stress.region.AcquireAgainstRelease;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Known bug: a reference is taken by a look and an addition.
@JCStressTest
@State
@BugIn(AcquireAgainstRelease.class)
@Outcome(
        id = {"1, 1, 0", "0, 0, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "had and read, or refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: read when it was gone")
public class LookThenAcquire {
    private final AtomicInteger holders = new AtomicInteger(1);
    private volatile int ranges = 1;

    @Actor
    public void acquire(III_Result seen) {
        if (holders.get() > 0) {
            holders.incrementAndGet();
            seen.r1 = 1;
            seen.r2 = ranges;
            release();
        }
    }

    @Actor
    public void release() {
        if (holders.decrementAndGet() == 0) {
            ranges = 0;
        }
    }

    @Arbiter
    public void look(III_Result seen) {
        seen.r3 = holders.get();
    }
}
