package dev.holdfast.memory.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.AcceptOutcome;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import org.junit.jupiter.api.Test;

/// Commands that the device gives up without stopping them. They write once more whenever a test
/// says so, and it is never to anybody's harm.
class QuarantineTest {
    private static final int KIB = 1 << 10;

    private static BufferHandle created(Rig rig, String name, long sizeBytes) {
        return rig.manager().client("of " + name).create(name, sizeBytes);
    }

    /// Another client writes and checks again and again, over as much memory as there is, while
    /// what was abandoned goes on.
    private static void othersComeToNoHarm(Rig rig, long sizeBytes) {
        BufferHandle other = created(rig, "other", sizeBytes);
        for (int round = 0; round < 3; round++) {
            Fence written = rig.submit(other, rig.write(other, round));
            rig.settle();
            written.status().orThrow();
            rig.device().linger();
            Fence checked = rig.submit(other, rig.check(other, round));
            rig.settle();
            checked.status().orThrow();
        }
        other.close();
    }

    @Test
    @Scenario(
            value = {"10", "44"},
            breaks = "space whose ready fence failed goes back to what is free")
    void whatAnAbandonedKernelMayTouchIsHandedToNobodyAndCounted() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            BufferHandle hung = created(rig, "hung", 16 * KIB);
            Fence fence = rig.submit(hung, rig.write(hung, 1));
            assertTrue(rig.device().abandon(QueueKind.COMPUTE));
            rig.workers().runUntilIdle();
            assertEquals(FaultKind.UNSTOPPED, fence.fault().orElseThrow().kind());
            assertEquals(0, rig.manager().deviceUsage().quarantinedBytes(), "it is the owner's");
            hung.close();
            assertEquals(16 * KIB, rig.manager().deviceUsage().quarantinedBytes());
            assertEquals(48 * KIB, rig.manager().deviceUsage().freeBytes());
            othersComeToNoHarm(rig, 48 * KIB);
            BufferHandle larger = created(rig, "larger", 64 * KIB);
            SubmitOutcome outcome = larger.client().trySubmit(rig.write(larger, 0));
            var refused = assertInstanceOf(SubmitOutcome.Refused.class, outcome);
            assertInstanceOf(Refusal.NoSpace.class, refused.reason());
        }
    }

    @Test
    @Scenario(
            value = {"10", "35"},
            breaks = "an object is overwritten in the memory that an unstopped command may write")
    void anObjectIsRevivedInOtherMemory() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            BufferHandle hung = created(rig, "hung", 16 * KIB);
            rig.submit(hung, rig.write(hung, 1));
            Fence behind = rig.submit(hung, rig.write(hung, 2));
            assertTrue(rig.device().abandon(QueueKind.COMPUTE));
            rig.settle();
            assertEquals(FaultKind.UNSTOPPED, behind.fault().orElseThrow().root().kind());
            assertInstanceOf(AcceptOutcome.Refused.class, hung.accept());
            assertInstanceOf(
                    SubmitOutcome.Refused.class, hung.client().trySubmit(rig.check(hung, 2)));

            Fence again = rig.submit(hung, rig.write(hung, 3));
            rig.settle();
            again.status().orThrow();
            assertEquals(1, rig.count(Counter.REVIVALS));
            assertEquals(16 * KIB, rig.manager().deviceUsage().quarantinedBytes());
            rig.device().linger();
            Fence checked = rig.submit(hung, rig.check(hung, 3));
            rig.settle();
            checked.status().orThrow();
            hung.close();
            rig.settle();
            assertEquals(48 * KIB, rig.manager().deviceUsage().freeBytes(), "the rest comes back");
        }
    }

    @Test
    @Scenario(
            value = {"10", "44"},
            breaks = "who was promised the space uses it, or passes it on as if it were ready")
    void whoWasPromisedTheSpaceIsLostAndTouchesNothing() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            BufferHandle hung = created(rig, "hung", 64 * KIB);
            rig.submit(hung, rig.write(hung, 1));
            hung.close();
            BufferHandle promised = created(rig, "promised", 64 * KIB);
            Fence first = rig.submit(promised, rig.write(promised, 2));
            promised.close();
            BufferHandle next = created(rig, "next", 64 * KIB);
            Fence second = rig.submit(next, rig.write(next, 3));
            assertFalse(first.isSettled() || second.isSettled());
            assertTrue(rig.device().abandon(QueueKind.COMPUTE));
            rig.workers().runUntilIdle();
            assertEquals(0, rig.device().held(QueueKind.COPY_IN).size(), "nothing is cleared");
            assertEquals(FaultKind.UNSTOPPED, first.fault().orElseThrow().root().kind());
            assertEquals(FaultKind.UNSTOPPED, second.fault().orElseThrow().root().kind());
            next.close();
            assertEquals(64 * KIB, rig.manager().deviceUsage().quarantinedBytes());
            assertEquals(0, rig.manager().deviceUsage().freeBytes());
        }
    }

    @Test
    @Scenario(
            value = {"30", "44"},
            breaks = "a copy that was not stopped is repaired in place, or its target handed on")
    void anAbandonedCopyLosesItsTargetAndIsNotRepaired() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            BufferHandle moved = created(rig, "moved", 32 * KIB);
            rig.submit(moved, rig.write(moved, 1));
            BufferHandle evicting = created(rig, "evicting", 64 * KIB);
            rig.submit(evicting, rig.write(evicting, 2));
            rig.complete(QueueKind.COMPUTE);
            assertTrue(rig.device().abandon(QueueKind.COPY_OUT));
            rig.settle();
            assertEquals(1, rig.count(Counter.COPIES_LOST));
            assertEquals(0, rig.count(Counter.COPIES_REPAIRED_BY_HOST));
            var refused =
                    assertInstanceOf(
                            SubmitOutcome.Refused.class,
                            moved.client().trySubmit(rig.check(moved, 1)));
            assertInstanceOf(Refusal.ContentFault.class, refused.reason());
            moved.close();
            evicting.close();
            assertEquals(32 * KIB, rig.manager().hostUsage().quarantinedBytes(), "its target");
            assertEquals(0, rig.manager().deviceUsage().quarantinedBytes(), "not its source");
            othersComeToNoHarm(rig, 64 * KIB);
        }
    }

    @Test
    @Scenario(
            value = {"10"},
            breaks = "a plan counts on what a victim would free, and an unstopped command has it")
    void anObjectThatCannotLeaveItsMemoryIsNoVictim() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            BufferHandle hung = created(rig, "hung", 32 * KIB);
            rig.submit(hung, rig.write(hung, 1));
            BufferHandle good = created(rig, "good", 32 * KIB);
            assertTrue(rig.device().abandon(QueueKind.COMPUTE));
            rig.submit(good, rig.write(good, 2));
            rig.settle();
            BufferHandle newcomer = created(rig, "newcomer", 32 * KIB);
            Fence fence = rig.submit(newcomer, rig.write(newcomer, 3));
            rig.settle();
            fence.status().orThrow();
            assertEquals(1, rig.count(Counter.EVICTIONS), "the good one, though used later");
            assertEquals(2, rig.firstWord(good));
        }
    }
}
