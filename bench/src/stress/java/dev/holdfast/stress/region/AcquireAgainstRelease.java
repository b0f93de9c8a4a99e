package dev.holdfast.stress.region;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.region.Extent;
import dev.holdfast.memory.region.ExtentList;
import dev.holdfast.memory.region.GrantedExtent;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// A reference that was had is a list that can be read; after the last release none can be had.
@JCStressTest
@State
@Outcome(
        id = {"1, 1, 0", "0, 0, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "had and read, or refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "read when it was gone, or had again")
public class AcquireAgainstRelease {
    private final ExtentList list =
            ExtentList.of(
                    0,
                    List.of(
                            new GrantedExtent(
                                    new Extent(0, 4096), FenceJoin.empty(), ContentTag.CLEAN)),
                    4096);

    @Actor
    public void acquire(III_Result seen) {
        if (list.acquire()) {
            seen.r1 = 1;
            seen.r2 = list.ranges().size();
            list.release();
        }
    }

    @Actor
    public void release() {
        list.release();
    }

    @Arbiter
    public void look(III_Result seen) {
        seen.r3 = list.holders() + (list.acquire() ? 10 : 0);
    }
}
