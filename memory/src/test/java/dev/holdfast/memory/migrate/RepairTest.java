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

/// What becomes of one move of four chunks when the device fails some of them.
class RepairTest {
    private static final int KIB = 1 << 10;
    private static final byte CONTENT = 0x11;

    private final MoveRig visible = rig(64 * KIB);
    private final MoveRig invisible = rig(0);

    private static MoveRig rig(long visibleBytes) {
        return new MoveRig(ManualDevice.poisoned(64 * KIB, 64 * KIB, visibleBytes), KIB);
    }

    /// A move of four chunks to the device; the workers are yet to be stepped.
    private static Backing moving(MoveRig rig) {
        BufferObject object = rig.object(4 * KIB);
        Backing target = rig.fresh(rig.deviceRegion(), object);
        rig.copy(object, rig.filledOnHost(object, CONTENT), target);
        assertFalse(target.arrival().isSettled());
        return target;
    }

    private static void failThenComplete(MoveRig rig, QueueKind queue, int... failing) {
        for (int chunk = 0; chunk < 4; chunk++) {
            boolean fails = java.util.Arrays.binarySearch(failing, chunk) >= 0;
            assertTrue(fails ? rig.device().fail(queue) : rig.device().complete(queue));
        }
    }

    @Test
    @Scenario(
            value = {"31", "A3"},
            breaks = "the interceptor looks at the last chunk only, as the series did")
    void aFailedFirstChunkAmongGoodOnesIsRepaired() {
        Backing target = moving(visible);
        failThenComplete(visible, QueueKind.COPY_IN, 0);
        assertFalse(target.arrival().isSettled(), "good chunks say nothing about the first");
        assertFalse(visible.isAll(target, CONTENT));
        visible.workers().runUntilIdle();
        assertTrue(target.arrival().isSettled());
        assertTrue(visible.isAll(target, CONTENT));
    }

    @Test
    @Scenario(
            value = {"28", "26", "A3"},
            breaks = "the published fence settles, or fails, with the device's copy")
    void aRepairedMoveSettlesWellAfterItsLastByteAndSaysSo() {
        Backing target = moving(visible);
        boolean[] rightWhenSettled = {false};
        assertTrue(
                target.arrival()
                        .onSettled(fence ->
                                rightWhenSettled[0] =
                                        target.outcome().isPresent()
                                                && visible.isAll(target, CONTENT)));
        failThenComplete(visible, QueueKind.COPY_IN, 0, 1, 2, 3);
        visible.workers().runUntilIdle();
        assertTrue(rightWhenSettled[0], "whoever sees the fence sees the bytes");
        target.arrival().status().orThrow();
        var outcome =
                assertInstanceOf(MoveOutcome.CopiedByHost.class, target.outcome().orElseThrow());
        assertEquals(FaultKind.COPY_FAILED, outcome.fault().kind());
        assertEquals(1, visible.count(Counter.COPIES_REPAIRED_BY_HOST), "one move, not four");
        assertEquals(0, visible.count(Counter.COPIES_LOST));
    }

    @Test
    @Scenario(
            value = {"30"},
            breaks = "repair starts at the first failed chunk, and a later one writes over it")
    void repairBeginsAfterTheLastChunkOnly() {
        Backing target = moving(visible);
        for (int chunk = 0; chunk < 3; chunk++) {
            assertTrue(visible.device().fail(QueueKind.COPY_IN));
            visible.workers().runUntilIdle();
            assertFalse(visible.isAll(target, CONTENT));
            assertTrue(scribbled(visible, target), "nobody has touched it since the device did");
        }
        assertTrue(visible.device().fail(QueueKind.COPY_IN));
        visible.workers().runUntilIdle();
        assertTrue(visible.isAll(target, CONTENT));
    }

    private static boolean scribbled(MoveRig rig, Backing target) {
        byte first =
                rig.device()
                        .peek(target.extents().ranges().getFirst())
                        .get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0);
        return first == ManualDevice.SCRIBBLE;
    }

    @Test
    @Scenario(
            value = {"26", "A3"},
            breaks = "what the CPU cannot see is given up without another try")
    void whatTheCpuCannotSeeGoesThroughTheOtherQueue() {
        Backing target = moving(invisible);
        failThenComplete(invisible, QueueKind.COPY_IN, 1, 2);
        invisible.workers().runUntilIdle();
        assertEquals(0, invisible.held(QueueKind.COPY_IN));
        assertEquals(2, invisible.held(QueueKind.COPY_OUT), "only what failed, by another way");
        assertTrue(invisible.device().complete(QueueKind.COPY_OUT));
        assertFalse(target.arrival().isSettled());
        assertTrue(invisible.device().complete(QueueKind.COPY_OUT));
        invisible.workers().runUntilIdle();
        target.arrival().status().orThrow();
        assertTrue(invisible.isAll(target, CONTENT));
        assertInstanceOf(MoveOutcome.CopiedByOtherQueue.class, target.outcome().orElseThrow());
        assertEquals(1, invisible.count(Counter.COPIES_REPAIRED_BY_QUEUE));
    }

    @Test
    @Scenario(
            value = {"26", "34", "35", "A3"},
            breaks = "a move that cannot be completed is published as done, or never settles")
    void whatCannotBeRepairedIsLostAndNeverSilent() {
        Backing target = moving(invisible);
        boolean[] markedWhenSettled = {false};
        assertTrue(
                target.arrival()
                        .onSettled(fence -> markedWhenSettled[0] = target.outcome().isPresent()));
        int tries = 0;
        while (!target.arrival().isSettled() && tries < 100) {
            tries++;
            assertTrue(
                    invisible.device().fail(QueueKind.COPY_IN)
                            || invisible.device().fail(QueueKind.COPY_OUT));
            invisible.workers().runUntilIdle();
        }
        assertEquals(FaultKind.CONTENT_LOST, target.lost().orElseThrow().kind());
        assertTrue(markedWhenSettled[0], "whoever sees the fence sees the mark");
        assertInstanceOf(MoveOutcome.Lost.class, target.outcome().orElseThrow());
        assertEquals(1, invisible.count(Counter.COPIES_LOST));
        assertEquals(0, invisible.held(QueueKind.COPY_IN) + invisible.held(QueueKind.COPY_OUT));
    }

    @Test
    @Scenario(
            value = {"34"},
            breaks = "only moves to device memory are looked at, as upstream does")
    void aFailedCopyToTheHostIsRepairedToo() {
        BufferObject object = visible.object(4 * KIB);
        Backing onDevice = visible.fresh(visible.deviceRegion(), object);
        onDevice.extents().ranges().forEach(each -> visible.device().peek(each).fill(CONTENT));
        Backing onHost = visible.fresh(visible.hostRegion(), object);
        visible.copy(object, onDevice, onHost);
        failThenComplete(visible, QueueKind.COPY_OUT, 2);
        visible.workers().runUntilIdle();
        onHost.arrival().status().orThrow();
        assertTrue(visible.isAll(onHost, CONTENT));
    }

    @Test
    @Scenario(
            value = {"33", "26"},
            breaks = "a lost source is copied all the same, or its copy is repaired by the CPU")
    void aCopyOfWhatIsLostIsLostAndNotRepaired() {
        BufferObject object = visible.object(4 * KIB);
        Backing first = visible.fresh(visible.deviceRegion(), object);
        visible.clear(object, first, false);
        Backing second = visible.fresh(visible.hostRegion(), object);
        visible.copy(object, first, second);
        MoveRig rig = visible;
        rig.device().failUntouched(QueueKind.COPY_IN);
        while (rig.device().failUntouched(QueueKind.COPY_IN)) {
            // all chunks of the clear
        }
        rig.workers().runUntilIdle();
        assertTrue(rig.isAll(first, (byte) 0), "visible: cleared by the CPU");
        rig.settle();
        second.arrival().status().orThrow();

        BufferObject lost = invisible.object(4 * KIB);
        Backing gone = invisible.fresh(invisible.deviceRegion(), lost);
        Backing copy = invisible.fresh(invisible.hostRegion(), lost);
        invisible.clear(lost, gone, false);
        invisible.copy(lost, gone, copy);
        while (invisible.device().failUntouched(QueueKind.COPY_IN)
                || invisible.device().failUntouched(QueueKind.COPY_OUT)) {
            invisible.workers().runUntilIdle();
        }
        assertEquals(FaultKind.CONTENT_LOST, copy.lost().orElseThrow().kind());
        assertTrue(invisible.isAll(copy, ManualDevice.POISON), "nothing was copied");
    }

    @Test
    @Scenario(
            value = {"28", "35"},
            breaks = "a repair that throws leaves the fence unsettled, or the mark comes after it")
    void aRepairThatThrowsLosesTheMoveAndNotTheFence() {
        BufferObject object = visible.object(4 * KIB);
        Backing target = visible.fresh(visible.deviceRegion(), object);
        boolean[] marked = {false};
        try (Arena life = Arena.ofShared()) {
            MemorySegment lent = life.allocate(4 * KIB);
            visible.copyLent(object, lent, target);
            target.arrival().onSettled(fence -> marked[0] = target.outcome().isPresent());
            while (visible.device().fail(QueueKind.COPY_IN)) {
                // all chunks
            }
        }
        visible.workers().runUntilIdle();
        assertTrue(target.arrival().isSettled(), "the owner took the segment away");
        assertTrue(marked[0], "whoever sees the fence sees the mark");
        assertEquals(FaultKind.CONTENT_LOST, target.lost().orElseThrow().kind());
    }
}
