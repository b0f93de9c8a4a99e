package dev.holdfast.stress.seeded;

import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.stress.BugIn;
import dev.holdfast.stress.region.FreeAgainstSettle;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/// Known bug: space joins the others that wait for the same fence without asking whether it has
/// settled meanwhile: they may have come out, and nobody looks again.
@JCStressTest
@State
@BugIn(FreeAgainstSettle.class)
@Outcome(id = "16384, 0", expect = Expect.ACCEPTABLE, desc = "all free and ready")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: space waits for a fence that has settled")
public class JoinsWhatIsOut {
    private final ConcurrentLinkedQueue<Group> settled = new ConcurrentLinkedQueue<>();
    private final SettableFence fence = new SettableFence();
    private Group group;
    private long pendingBytes;

    private static final class Group {
        private long bytes;
    }

    @Actor
    public void settle() {
        fence.signal();
    }

    @Actor
    public void free() {
        promote();
        freeBehindFence();
        promote();
        freeBehindFence();
    }

    private void freeBehindFence() {
        if (group == null) {
            Group fresh = new Group();
            if (!fence.onSettled(at -> settled.add(fresh))) {
                return;
            }
            group = fresh;
        }
        group.bytes += 4096;
        pendingBytes += 4096;
    }

    private void promote() {
        Group out;
        while ((out = settled.poll()) != null) {
            pendingBytes -= out.bytes;
            out.bytes = 0;
        }
    }

    @Arbiter
    public void look(JJ_Result seen) {
        promote();
        seen.r1 = 16384;
        seen.r2 = pendingBytes;
    }
}
