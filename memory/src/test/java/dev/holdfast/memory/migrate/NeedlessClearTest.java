package dev.holdfast.memory.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.MoveRig;
import dev.holdfast.testing.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Space that was let go while its overwriting was under way. Whether it must be cleared for the
/// same client's next private object, which overwrites all of it, is known when that has ended and
/// not when the clear is set up.
class NeedlessClearTest {
    private static final int KIB = 1 << 10;
    private static final int SIZE = 4 * KIB;
    private static final byte CONTENT = 0x11;

    private final MoveRig rig =
            new MoveRig(
                    ManualDevice.poisoned(SIZE, 4 * SIZE, 0),
                    SIZE,
                    FaultPlan.of(1, List.of(FaultSpec.parse("host-copy:forbid@always"))));
    private final BufferObject first = rig.object(SIZE);
    private final BufferObject second = rig.privateObject(SIZE);

    /// A copy of the first object into all of device memory is under way, and the space is let go
    /// and handed on to the second.
    private Backing handedOn() {
        Backing arriving = rig.fresh(rig.deviceRegion(), first);
        rig.copy(first, rig.filledOnHost(first, CONTENT), arriving);
        rig.lockedRun(() -> arriving.letGo(FenceJoin.empty()));
        Backing next = rig.fresh(rig.deviceRegion(), second);
        assertEquals(ContentTag.ownedBy(first.ownerId()), next.granted().getFirst().tag());
        assertEquals(List.of(arriving.arrival()), next.granted().getFirst().provided());
        rig.clear(second, next, true);
        return next;
    }

    @Test
    @Scenario(
            value = {"27"},
            breaks = "whether it is needless is decided when the clear is set up")
    void afterAnOverwritingThatWentWellNothingIsCleared() {
        Backing next = handedOn();
        assertFalse(next.arrival().isSettled());
        assertTrue(rig.device().complete(QueueKind.COPY_IN));
        rig.workers().runUntilIdle();
        assertEquals(0, rig.held(QueueKind.COPY_IN), "the device is not asked");
        assertTrue(next.arrival().isSettled());
        assertFalse(next.arrival().isFailed());
        assertEquals(0, rig.count(Counter.BYTES_CLEARED));
        assertTrue(rig.isAll(next, CONTENT), "the client's own bytes");
    }

    @Test
    @Scenario(
            value = {"27"},
            breaks = "a clear is needless whatever became of the overwriting before it")
    void afterOneThatFailedTheClearIsDone() {
        Backing next = handedOn();
        while (!next.granted().getFirst().provided().getFirst().isSettled()) {
            rig.device().fail(QueueKind.COPY_IN);
            rig.device().fail(QueueKind.COPY_OUT);
            rig.workers().runUntilIdle();
        }
        assertFalse(next.arrival().isSettled());
        rig.settle();
        assertFalse(next.arrival().isFailed());
        assertEquals(SIZE, rig.count(Counter.BYTES_CLEARED));
        assertTrue(rig.isAll(next, (byte) 0));
    }

    @Test
    @Scenario(
            value = {"E1"},
            breaks = "the old bytes stay though the object is to read as zeros")
    void whatIsToReadAsZerosIsClearedInAnyCase() {
        Backing arriving = rig.fresh(rig.deviceRegion(), first);
        rig.copy(first, rig.filledOnHost(first, CONTENT), arriving);
        rig.lockedRun(() -> arriving.letGo(FenceJoin.empty()));
        Backing next = rig.fresh(rig.deviceRegion(), second);
        rig.clear(second, next, false);
        rig.settle();
        assertTrue(rig.isAll(next, (byte) 0));
    }
}
