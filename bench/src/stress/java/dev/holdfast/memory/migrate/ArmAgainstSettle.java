package dev.holdfast.memory.migrate;

import dev.holdfast.device.fence.Fence;
import java.util.Optional;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Three moves are armed while a chunk of each settles. Of each another chunk had settled before:
/// well, badly, and well with the second one failing meanwhile. Each has one outcome.
@JCStressTest
@State
@Outcome(
        id = "10, 1, 1",
        expect = Expect.ACCEPTABLE,
        desc = "published once, repaired once, repaired once")
@Outcome(expect = Expect.FORBIDDEN, desc = "decided twice, never, or wrongly")
public class ArmAgainstSettle {
    private final Watched allWell = new Watched();
    private final Watched badBefore = new Watched();
    private final Watched badMeanwhile = new Watched();

    /// The first chunks are over before the actors start.
    public ArmAgainstSettle() {
        allWell.chunk(Fence.signalled());
        badBefore.chunk(Fence.failed(Watched.FAULT));
        badMeanwhile.chunk(Fence.signalled());
        allWell.lateChunk();
        badBefore.lateChunk();
        badMeanwhile.lateChunk();
    }

    @Actor
    public void arm() {
        allWell.arm();
        badBefore.arm();
        badMeanwhile.arm();
    }

    @Actor
    public void settle() {
        allWell.endLate(Optional.empty());
        badBefore.endLate(Optional.empty());
        badMeanwhile.endLate(Optional.of(Watched.FAULT));
    }

    @Arbiter
    public void look(III_Result seen) {
        seen.r1 = allWell.outcome();
        seen.r2 = badBefore.outcome();
        seen.r3 = badMeanwhile.outcome();
    }
}
