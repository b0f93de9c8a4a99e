package dev.holdfast.memory;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.AcceptOutcome;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Objects that several clients use, and faults that stay with who caused them.
final class SharingTest {
    private static final String NAME = "\"weights\" (40 KiB)";

    private final Rig rig = new Rig(64 << 10, 256 << 10);
    private final Client owner = rig.manager().client("a");
    private final Client guest = rig.manager().client("b");
    private final BufferHandle buffer = owner.create("weights", 40 << 10);

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private static Refusal refusal(SubmitOutcome outcome) {
        return assertInstanceOf(SubmitOutcome.Refused.class, outcome).reason();
    }

    @Test
    void aGrantSharesTheBytesInOrder() throws Exception {
        BufferHandle granted = buffer.grantTo(guest, Access.READ_WRITE);
        rig.submit(buffer, rig.write(buffer, 10));
        rig.submit(granted, rig.bump(granted, 10));
        Fence last = rig.submit(buffer, rig.bump(buffer, 11));
        rig.settle();
        last.status().orThrow();
        assertEquals(12, rig.firstWord(granted));
        assertEquals("\"weights\" (40 KiB) granted to \"b\"", granted.toString());
        assertFalse(granted.isOwner());
    }

    @Test
    void aGrantToReadRefusesWritesAndWritableMappings() throws Exception {
        BufferHandle granted = buffer.grantTo(guest, Access.READ);
        rig.submit(buffer, rig.write(buffer, 1));
        rig.submit(granted, rig.check(granted, 1));
        for (Access access : new Access[] {Access.READ_WRITE, Access.OVERWRITE}) {
            var expected = new Refusal.NotGranted(NAME, access);
            var work = Work.launch(rig.kernel()).with(granted, access);
            assertEquals(expected, refusal(guest.trySubmit(work)));
            assertEquals(new MapOutcome.Refused(expected), granted.map(access));
        }
        rig.settle();
        assertEquals(1, rig.firstWord(granted));
    }

    @Test
    void whoMayOnlyReadCannotAcceptAFailedWrite() {
        BufferHandle granted = buffer.grantTo(guest, Access.READ);
        rig.submit(buffer, rig.write(buffer, 1));
        rig.fail(COMPUTE);
        assertInstanceOf(AcceptOutcome.Refused.class, granted.accept());
        assertInstanceOf(
                Refusal.ContentFault.class, refusal(owner.trySubmit(rig.check(buffer, 1))));
        assertEquals(new AcceptOutcome.Accepted(1), buffer.accept());
    }

    @Test
    void eitherSideGivesAGrantBackAndWhatIsInFlightRunsOn() throws Exception {
        BufferHandle granted = buffer.grantTo(guest, Access.READ_WRITE);
        rig.submit(buffer, rig.write(buffer, 1));
        Fence running = rig.submit(granted, rig.bump(granted, 1));
        granted.close();
        Fence next = rig.submit(buffer, rig.bump(buffer, 2));
        rig.settle();
        running.status().orThrow();
        next.status().orThrow();
        assertEquals(3, rig.firstWord(buffer));
        assertEquals(1, owner.handles().size());
        assertEquals(0, guest.handles().size());
    }

    @Test
    void aGuestThatClosesLeavesTheObjectAlone() throws Exception {
        rig.runShort(guest, 1);
        BufferHandle granted = buffer.grantTo(guest, Access.READ);
        rig.submit(buffer, rig.write(buffer, 1));
        Fence reads = rig.submit(granted, rig.check(granted, 1));
        guest.close();
        rig.settle();
        reads.status().orThrow();
        assertEquals(1, rig.firstWord(buffer));
        assertEquals(1, rig.device().spaces());
    }

    @Test
    void onceTheOwnerHasClosedNothingNewIsAccepted() throws Exception {
        BufferHandle granted = buffer.grantTo(guest, Access.READ);
        rig.submit(buffer, rig.write(buffer, 1));
        rig.settle();
        buffer.close();
        var revoked = new Refusal.Revoked(NAME);
        assertEquals(revoked, refusal(guest.trySubmit(rig.check(granted, 1))));
        assertEquals(new MapOutcome.Refused(revoked), granted.map(Access.READ));
        assertEquals(new PinOutcome.Refused(revoked), granted.pin());
        assertInstanceOf(AcceptOutcome.Refused.class, granted.accept());
        assertEquals(NAME + " is no longer shared with this client", revoked.message());
        granted.close();
    }

    @Test
    @Scenario(
            value = "I13",
            breaks = "a failed command fails those that only come behind it on its queue")
    void aFaultInOneClientIsNoneInAnother() {
        BufferHandle other = guest.create("other", 8192);
        Fence before = rig.submit(other, rig.write(other, 1));
        Fence bad = rig.submit(buffer, rig.write(buffer, 1));
        Fence after = rig.submit(other, rig.bump(other, 1));
        rig.complete(COMPUTE);
        rig.fail(COMPUTE);
        rig.settle();
        before.status().orThrow();
        after.status().orThrow();
        assertTrue(bad.isFailed());
    }

    @Test
    void waitingForSpaceBehindAFailedFenceIsNotDependingOnIt() {
        Fence bad = rig.submit(buffer, rig.write(buffer, 1));
        BufferHandle other = guest.create("other", 60 << 10);
        Fence good = rig.submit(other, rig.write(other, 1));
        assertFalse(good.isSettled());
        rig.fail(COMPUTE);
        rig.settle();
        assertTrue(bad.isFailed());
        good.status().orThrow();
    }

    @Test
    void throughASharedObjectAFaultArrivesByName() {
        BufferHandle granted = buffer.grantTo(guest, Access.READ);
        rig.submit(buffer, rig.write(buffer, 1));
        Fence reads = rig.submit(granted, Work.launch(rig.kernel()).reads(granted));
        rig.fail(COMPUTE);
        rig.settle();
        Fault fault = reads.fault().orElseThrow();
        assertEquals(FaultKind.DEPENDENCY_FAILED, fault.kind());
        assertEquals(FaultKind.KERNEL_FAILED, fault.root().kind());
        Refusal again = refusal(guest.trySubmit(rig.check(granted, 1)));
        assertEquals(NAME, assertInstanceOf(Refusal.ContentFault.class, again).object());
    }

    @Test
    @Scenario(
            value = "I14",
            breaks = "who needed the result of a cancelled launch is told that it was cancelled")
    void aClientThatClosesFailsWhatItWasToWriteForOthersAndSaysSo() {
        BufferHandle granted = buffer.grantTo(guest, Access.READ_WRITE);
        rig.submit(buffer, rig.write(buffer, 1));
        for (int i = 0; i < 19; i++) {
            rig.submit(granted, rig.bump(granted, 1 + i));
        }
        Fence reads = rig.submit(buffer, rig.check(buffer, 20));
        guest.close();
        rig.settle();
        Fault fault = reads.fault().orElseThrow();
        assertEquals(FaultKind.DEPENDENCY_FAILED, fault.kind());
        assertEquals("client \"b\" was closed", fault.root().message());
        assertInstanceOf(AcceptOutcome.Accepted.class, buffer.accept());
    }

    @Test
    void anOverwriteMakesAFailedObjectGoodAgain() {
        rig.submit(buffer, rig.write(buffer, 1));
        rig.fail(COMPUTE);
        Fence again = rig.submit(buffer, rig.write(buffer, 2));
        Fence reads = rig.submit(buffer, rig.check(buffer, 2));
        rig.settle();
        again.status().orThrow();
        reads.status().orThrow();
        assertEquals(new AcceptOutcome.Accepted(2), buffer.accept());
    }

    @Test
    void acceptingNamesTheVersionAndLetsItBeReadAsItIs() throws Exception {
        rig.submit(buffer, rig.write(buffer, 1));
        Fence bad = rig.submit(buffer, rig.bump(buffer, 1));
        rig.complete(COMPUTE);
        rig.fail(COMPUTE);
        assertTrue(bad.isFailed());
        assertEquals(new AcceptOutcome.Accepted(2), buffer.accept());
        assertEquals(1, rig.firstWord(buffer), "what the kernel left");
    }
}
