package dev.holdfast.memory.region;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.SettableFence;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Ranges that begin to wait while their fences settle come out once, and not before the last has.
@JCStressTest
@State
@Outcome(
        id = {"0, 0, 1", "1, 1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "came out once, later or at once")
@Outcome(expect = Expect.FORBIDDEN, desc = "came out early, twice, or never")
public class WatchAgainstSettle {
    private final SettableFence first = new SettableFence();
    private final SettableFence second = new SettableFence();
    private final FenceJoin both = FenceJoin.of(first, second);
    private final ConcurrentLinkedQueue<PendingRanges> settled = new ConcurrentLinkedQueue<>();
    private int payload;

    @Actor
    public void watch(III_Result seen) {
        PendingRanges.watch(both, null, settled);
        if (!settled.isEmpty()) {
            seen.r1 = 1;
            seen.r2 = payload;
        }
    }

    @Actor
    public void settle() {
        first.signal();
        payload = 1;
        second.signal();
    }

    @Arbiter
    public void look(III_Result seen) {
        seen.r3 = settled.size();
    }
}
