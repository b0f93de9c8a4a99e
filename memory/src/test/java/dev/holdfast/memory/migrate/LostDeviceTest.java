package dev.holdfast.memory.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.object.MoveOutcome;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.MoveRig;
import dev.holdfast.testing.Scenario;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/// A device that is lost has nothing to be repaired from, however visible its memory is.
class LostDeviceTest {
    private static final int KIB = 1 << 10;
    private static final byte CONTENT = 0x11;

    private final MoveRig rig =
            new MoveRig(ManualDevice.poisoned(64 * KIB, 64 * KIB, 64 * KIB), 4 * KIB);
    private final BufferObject object = rig.object(4 * KIB);

    /// A move out of device memory whose only chunk is under way.
    private Backing movingOut() {
        Backing source = rig.fresh(rig.deviceRegion(), object);
        source.extents().ranges().forEach(range -> rig.device().peek(range).fill(CONTENT));
        Backing target = rig.fresh(rig.hostRegion(), object);
        rig.copy(object, source, target);
        assertFalse(target.arrival().isSettled());
        return target;
    }

    private void assertLost(Backing backing) {
        assertEquals(FaultKind.CONTENT_LOST, backing.lost().orElseThrow().kind());
        assertEquals(FaultKind.DEVICE_LOST, backing.lost().orElseThrow().root().kind());
        assertEquals(0, rig.count(Counter.COPIES_REPAIRED_BY_HOST));
        assertEquals(0, rig.held(QueueKind.COPY_IN) + rig.held(QueueKind.COPY_OUT));
    }

    @Test
    @Scenario(value = "E3", breaks = "a copy out of a lost device is repaired from its memory")
    void aCopyThatTheLossFailedIsNotRepaired() {
        Backing target = movingOut();
        rig.device().lose();
        rig.settle();
        assertLost(target);
    }

    @Test
    @Scenario(value = "E3", breaks = "repair asks how the copy failed, not how the device is now")
    void aCopyThatFailedJustBeforeTheLossIsNotRepairedEither() {
        Backing target = movingOut();
        assertTrue(rig.device().fail(QueueKind.COPY_OUT));
        rig.device().lose();
        rig.settle();
        assertLost(target);
    }

    @Test
    @Scenario(value = "E3", breaks = "repair asks before it reads the device's memory, not after")
    void aLossWhileTheCpuIsCopyingIsNoticed() {
        Backing target = movingOut();
        assertTrue(rig.device().fail(QueueKind.COPY_OUT));
        rig.device().afterView(rig.device()::lose);
        rig.settle();
        assertLost(target);
    }

    @Test
    @Scenario(value = "E3", breaks = "with the device everything is given up, the host included")
    void whatNeedsNoDeviceMemoryIsRepairedStill() {
        rig.device().lose();
        Backing cleared = rig.fresh(rig.hostRegion(), object);
        rig.clear(object, cleared, false);
        BufferObject other = rig.object(4 * KIB);
        Backing uploaded = rig.fresh(rig.hostRegion(), other);
        try (Arena life = Arena.ofConfined()) {
            MemorySegment lent = life.allocate(4 * KIB);
            lent.fill(CONTENT);
            rig.copyLent(other, lent, uploaded);
            rig.settle();
        }
        assertInstanceOf(MoveOutcome.CopiedByHost.class, cleared.outcome().orElseThrow());
        assertTrue(rig.isAll(cleared, (byte) 0));
        assertInstanceOf(MoveOutcome.CopiedByHost.class, uploaded.outcome().orElseThrow());
        assertTrue(rig.isAll(uploaded, CONTENT));
    }
}
