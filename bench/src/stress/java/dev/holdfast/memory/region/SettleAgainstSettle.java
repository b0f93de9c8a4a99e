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

/// Ranges that wait for two fences come out once, whichever thread settles the last.
@JCStressTest
@State
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "came out once")
@Outcome(expect = Expect.FORBIDDEN, desc = "came out twice, or never")
public class SettleAgainstSettle {
    private final SettableFence first = new SettableFence();
    private final SettableFence second = new SettableFence();
    private final ConcurrentLinkedQueue<PendingRanges> settled = new ConcurrentLinkedQueue<>();
    private final PendingRanges ranges =
            PendingRanges.watch(FenceJoin.of(first, second), null, settled);

    @Actor
    public void one() {
        first.signal();
    }

    @Actor
    public void two() {
        second.signal();
    }

    @Arbiter
    public void look(III_Result seen) {
        seen.r1 = settled.size();
        seen.r2 = ranges.isAnnounced() ? 1 : 0;
        seen.r3 = ranges.ready().leaves().size();
    }
}
