package dev.holdfast.memory.submit;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.AcceptOutcome;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Submissions behind fences that user code settles, or does not.
final class ForeignFenceTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Fault FOREIGN = Fault.of(FaultKind.FOREIGN_FAILED, "camera unplugged");

    private final Rig rig = new Rig(64 << 10, 64 << 10);
    private final Client client = rig.manager().client("a");
    private final BufferHandle buffer = client.create("weights", 4096);
    private final SettableFence gate = new SettableFence();

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private static FaultKind kindOf(Fence fence) {
        return fence.fault().orElseThrow().kind();
    }

    @Test
    void itHasNoPlacementUntilTheFenceSettles() {
        long free = rig.manager().deviceUsage().freeBytes();
        Fence gated = rig.submit(buffer, rig.write(buffer, 7).after(gate));
        rig.settle();
        assertEquals(free, rig.manager().deviceUsage().freeBytes());
        gate.signal();
        assertEquals(0, rig.device().held(COMPUTE).size(), "not on the thread that settles it");
        rig.workers().runUntilIdle();
        assertEquals(1, rig.device().held(COMPUTE).size());
        rig.settle();
        gated.status().orThrow();
        assertEquals(0, rig.workers().alarms());
    }

    @Test
    @Scenario(
            value = "I3",
            breaks = "submissions behind a foreign fence queue across clients, or have no deadline")
    void oneThatNeverSettlesHoldsUpOnlyItsOwnClientsLaterWorkAndNotForLong() throws Exception {
        BufferHandle other = rig.manager().client("b").create("other", 4096);
        Fence before = rig.submit(buffer, rig.write(buffer, 1));
        Fence gated = rig.submit(buffer, rig.bump(buffer, 1).after(gate).within(LIMIT));
        BufferHandle third = client.create("third", 4096);
        Fence behind = rig.submit(third, rig.write(third, 3));
        Fence beside = rig.submit(other, rig.write(other, 2));
        rig.settle();
        assertTrue(before.isSettled());
        assertTrue(beside.isSettled());
        assertFalse(behind.isSettled());
        rig.workers().advance(LIMIT.toNanos() - 1);
        assertFalse(gated.isSettled());
        rig.workers().advance(1);
        rig.settle();
        assertEquals(
                "DEADLINE_PASSED: \"bump\" waited PT5S for a foreign fence",
                gated.fault().orElseThrow().toString());
        behind.status().orThrow();
        assertEquals(3, rig.firstWord(third));
    }

    @Test
    void theFencesOfOneWorkMustAllSettleAndLaterWorkKeepsTheOrder() throws Exception {
        SettableFence second = new SettableFence();
        rig.submit(buffer, rig.write(buffer, 1).after(gate).after(second));
        Fence last = rig.submit(buffer, rig.bump(buffer, 1));
        gate.signal();
        rig.settle();
        assertFalse(last.isSettled());
        second.signal();
        rig.settle();
        last.status().orThrow();
        assertEquals(2, rig.firstWord(buffer));
    }

    @Test
    void aLaterFenceThatSettlesFirstChangesNothingInTheOrder() {
        SettableFence second = new SettableFence();
        Fence one = rig.submit(buffer, rig.write(buffer, 1).after(gate));
        Fence two = rig.submit(buffer, rig.bump(buffer, 1).after(second));
        second.signal();
        rig.settle();
        assertFalse(two.isSettled());
        gate.signal();
        rig.settle();
        one.status().orThrow();
        two.status().orThrow();
    }

    @Test
    void aDeadlineInTheMiddleOfTheQueuePassesThere() {
        SettableFence second = new SettableFence();
        Fence one = rig.submit(buffer, rig.write(buffer, 1).after(gate));
        BufferHandle other = client.create("other", 4096);
        Fence two = rig.submit(other, rig.write(other, 1).after(second).within(LIMIT));
        rig.workers().advance(LIMIT.toNanos());
        assertEquals(FaultKind.DEADLINE_PASSED, kindOf(two));
        assertFalse(one.isSettled());
        gate.signal();
        rig.settle();
        one.status().orThrow();
    }

    @Test
    void oneThatFailsFailsTheWorkWithItsCause() {
        Fence gated = rig.submit(buffer, rig.write(buffer, 1).after(gate));
        gate.fail(FOREIGN);
        rig.settle();
        assertEquals(FaultKind.DEPENDENCY_FAILED, kindOf(gated));
        assertEquals(FOREIGN, gated.fault().orElseThrow().root());
        Fence late = rig.submit(buffer, rig.write(buffer, 1).after(Fence.failed(FOREIGN)));
        assertEquals(FOREIGN, late.fault().orElseThrow().root());
    }

    @Test
    void whatWasToBeWrittenByWorkThatNeverBeganIsNotReadAsIfNothingHadHappened() throws Exception {
        rig.submit(buffer, rig.write(buffer, 1));
        Fence gated = rig.submit(buffer, rig.bump(buffer, 1).after(gate));
        Fence reads = rig.submit(buffer, rig.check(buffer, 1));
        gate.fail(FOREIGN);
        rig.settle();
        assertTrue(gated.isFailed());
        assertTrue(reads.isFailed(), "it would have read what was there before");
        assertEquals(FOREIGN, reads.fault().orElseThrow().root());
        assertInstanceOf(AcceptOutcome.Accepted.class, buffer.accept());
        assertEquals(1, rig.firstWord(buffer));
    }

    @Test
    void aFenceThatHadFailedBeforeDoesTheSame() {
        rig.submit(buffer, rig.write(buffer, 1));
        rig.settle();
        rig.submit(buffer, rig.bump(buffer, 1).after(Fence.failed(FOREIGN)));
        assertInstanceOf(SubmitOutcome.Refused.class, client.trySubmit(rig.check(buffer, 1)));
        Fence again = rig.submit(buffer, rig.write(buffer, 3));
        rig.settle();
        again.status().orThrow();
    }

    @Test
    void whoMayOnlyReadAnObjectDoesItNoHarmByAskingToWriteIt() {
        BufferHandle granted = buffer.grantTo(rig.manager().client("b"), Access.READ);
        rig.submit(buffer, rig.write(buffer, 1));
        Fence gated = rig.submit(granted, rig.bump(granted, 1).after(gate));
        gate.signal();
        rig.settle();
        assertEquals(FaultKind.REFUSED, kindOf(gated));
        Fence reads = rig.submit(buffer, rig.check(buffer, 1));
        rig.settle();
        reads.status().orThrow();
    }

    @Test
    void workThatIsRefusedOnceItCouldBePlacedSaysWhy() {
        BufferHandle large = client.create("large", 60 << 10);
        Fence gated = rig.submit(large, rig.write(large, 1).overwrites(buffer).after(gate));
        var pin = client.create("pinned", 8192).pin().orThrow();
        gate.signal();
        rig.settle();
        assertEquals(FaultKind.REFUSED, kindOf(gated));
        String message = gated.fault().orElseThrow().message();
        assertTrue(message.contains("too little device memory"), message);
        pin.close();
    }

    @Test
    void anObjectThatIsClosedBeforeTheFenceSettlesIsNotTouched() {
        Fence gated = rig.submit(buffer, rig.write(buffer, 1).after(gate));
        buffer.close();
        gate.signal();
        rig.settle();
        assertEquals(
                "REFUSED: \"weights\" (4 KiB) is no longer shared with this client",
                gated.fault().orElseThrow().toString());
    }
}
