package dev.holdfast.stress.region;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.region.Extent;
import dev.holdfast.memory.region.Region;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/// Two extents are freed behind one fence while it settles: both become ready, whichever side of
/// the region's note of it each of them came to.
@JCStressTest
@State
@Outcome(id = "16384, 0", expect = Expect.ACCEPTABLE, desc = "all free and ready")
@Outcome(expect = Expect.FORBIDDEN, desc = "space waits for a fence that has settled")
public class FreeAgainstSettle {
    private static final Extent FIRST = new Extent(0, 4096);
    private static final Extent SECOND = new Extent(8192, 4096);

    private final Ledger ledger = new Ledger(Runnable::run);
    private final Region region = new Region(ledger, "stress", 0, 16384, 0, ContentTag.CLEAN);
    private final SettableFence fence = new SettableFence();

    /// Both are owned before the actors start.
    public FreeAgainstSettle() {
        try (var _ = ledger.enter()) {
            region.allocateAt(FIRST, 1);
            region.allocateAt(SECOND, 1);
        }
    }

    @Actor
    public void settle() {
        fence.signal();
    }

    @Actor
    public void free() {
        FenceJoin ready = FenceJoin.of(fence);
        try (var _ = ledger.enter()) {
            region.free(FIRST, ready, ContentTag.CLEAN);
            region.free(SECOND, ready, ContentTag.CLEAN);
        }
    }

    @Arbiter
    public void look(JJ_Result seen) {
        try (var _ = ledger.enter()) {
            seen.r1 = region.usage().freeBytes();
            seen.r2 = region.usage().pendingBytes();
        }
    }
}
