package dev.holdfast.stress.fence;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.Timeline;
import dev.holdfast.device.fence.TimelinePoint;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/// Points attached at once are unique, and the newest is the one with the largest number.
@JCStressTest
@State
@Outcome(
        id = {"1, 2, 2", "2, 1, 2"},
        expect = Expect.ACCEPTABLE,
        desc = "two points, the newest is the second")
@Outcome(expect = Expect.FORBIDDEN, desc = "a number twice, or the newest is not the last")
public class TimelineAttach {
    private final Timeline line = new Timeline("stress");

    @Actor
    public void one(JJJ_Result seen) {
        seen.r1 = seqno(line.attach(Fence.signalled()));
    }

    @Actor
    public void two(JJJ_Result seen) {
        seen.r2 = seqno(line.attach(Fence.signalled()));
    }

    @Arbiter
    public void newest(JJJ_Result seen) {
        seen.r3 = line.newest().isSettled() ? seqno(line.newest()) : -1;
    }

    private static long seqno(Fence fence) {
        return fence.point().map(TimelinePoint::seqno).orElse(0L);
    }
}
