package dev.holdfast.memory.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.work.Access;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One life of a range: bound, held, widened, unbound.
final class BindingTest {
    private final BindingRig rig = new BindingRig();

    @Test
    @Scenario(
            value = {"8", "23"},
            breaks = "unhold takes the ledger instead of leaving the tree to the drain")
    void theLastUnholdSettlesFirstAndLeavesTheTreeWithoutWaitingForTheLedger() throws Exception {
        Vma vma = rig.vma(rig.resident("weights", 256));
        Binding binding = rig.bind(vma, false);
        assertTrue(binding.hold());
        rig.close(vma);
        assertFalse(binding.unbound().isSettled(), "held");
        assertEquals(0, rig.table.size(), "no longer mapped all the same");
        try (var _ = rig.ledger.enter()) {
            // joins while this thread has the ledger: whoever lets go takes no lock
            Threads.start(binding::unhold).join();
            assertTrue(binding.unbound().isSettled());
            assertEquals(List.of(binding), rig.space.pendingUnbinds());
        }
        assertEquals(List.of(), rig.pendingUnbinds());
        assertEquals(0, binding.holds());
    }

    @Test
    @Scenario(value = "9", breaks = "hold() adds to a count of zero")
    void aHoldOnABindingThatIsThroughIsRefused() {
        Vma vma = rig.vma(rig.resident("weights", 256));
        Binding binding = rig.bind(vma, false);
        rig.close(vma);
        assertTrue(binding.unbound().isSettled());
        assertFalse(binding.hold());
        assertEquals(0, binding.holds());
    }

    @Test
    void everyHoldCounts() {
        Vma vma = rig.vma(rig.resident("weights", 256));
        Binding binding = rig.bind(vma, false);
        assertTrue(binding.hold());
        assertTrue(binding.hold());
        rig.close(vma);
        binding.unhold();
        assertFalse(binding.unbound().isSettled());
        assertTrue(binding.hold(), "while anyone holds it, others may join");
        binding.unhold();
        binding.unhold();
        assertTrue(binding.unbound().isSettled());
        assertThrows(InvariantError.class, binding::unhold);
    }

    @Test
    @Scenario(
            value = "23",
            breaks = "unhold leaves the tree of pending unbinds before it settles the unbind fence")
    void whoWaitsForTheUnbindIsToldBeforeTheTreeIsTouched() {
        Vma vma = rig.vma(rig.resident("weights", 256));
        Binding binding = rig.bind(vma, false);
        binding.hold();
        rig.close(vma);
        List<Integer> inTree = new ArrayList<>();
        binding.unbound()
                .onSettled(Consequence.of(fence -> inTree.add(rig.space.pendingUnbinds().size())));
        binding.unhold();
        assertEquals(List.of(1), inTree);
        assertEquals(List.of(), rig.pendingUnbinds());
    }

    @Test
    void theExtentListStaysReadableAsLongAsTheBindingIsHeld() {
        var object = rig.resident("weights", 256);
        Vma vma = rig.vma(object);
        Binding binding = rig.bind(vma, false);
        binding.hold();
        rig.letGo(object);
        assertEquals(1, binding.extents().holders());
        assertEquals(1, binding.extents().ranges().size());
        binding.unhold();
        assertEquals(0, binding.extents().holders());
        rig.close(vma);
    }

    @Test
    @Scenario(value = "16", breaks = "asking for more rights makes a second binding")
    void moreRightsKeepTheBindingItsHoldsAndItsAddress() {
        var object = rig.resident("weights", 256);
        Vma vma = rig.vma(object);
        Binding reading = rig.bind(vma, false);
        reading.hold();
        assertFalse(rig.isWritable(vma));
        assertSame(reading, rig.bind(vma, true));
        assertEquals(2, reading.holds());
        assertTrue(rig.isWritable(vma));
        assertEquals(1, rig.table.size());
        assertEquals(1, object.device().listeners().size());
        assertSame(reading, rig.bind(vma, false), "fewer rights change nothing");
        assertTrue(rig.isWritable(vma));
        reading.unhold();
        rig.close(vma);
    }

    @Test
    void rightsAreWidenedBehindThoseWhoAreUsingIt() {
        var object = rig.resident("weights", 256);
        Vma vma = rig.vma(object);
        Binding binding = rig.bind(vma, false);
        SettableFence reader = new SettableFence();
        rig.use(object, reader, Access.READ);
        rig.bind(vma, true);
        assertFalse(rig.isWritable(vma));
        assertFalse(binding.bound().isSettled());
        reader.signal();
        assertTrue(rig.isWritable(vma));
        assertTrue(binding.bound().isSettled());
        rig.close(vma);
    }

    @Test
    void aGrantToReadIsNeverBoundForWriting() {
        Vma vma = rig.readOnlyVma(rig.resident("weights", 256));
        String message =
                assertThrows(IllegalStateException.class, () -> rig.bind(vma, true)).getMessage();
        assertEquals("binding \"weights\" (256 B) for writing: read-only here", message);
        rig.close(vma);
    }

    @Test
    void theAddressStaysWhileTheBytesMove() {
        var object = rig.resident("weights", 256);
        Vma vma = rig.vma(object);
        Binding before = rig.bind(vma, false);
        rig.letGo(object);
        rig.place(object);
        Binding after = rig.bind(vma, false);
        assertNotSame(before, after);
        assertEquals(before.address(), after.address());
        rig.close(vma);
    }

    @Test
    @Scenario(
            value = "19",
            breaks =
                    "an unbind runs although the bind before it has not, or asks the closed object")
    void closedAtOnceABindAndItsUnbindRunInOrder() {
        SettableFence arrival = new SettableFence();
        var object = rig.arriving("weights", 256, arrival);
        Vma vma = rig.vma(object);
        Binding binding = rig.bind(vma, false);
        rig.close(vma);
        rig.letGo(object);
        assertEquals(List.of(), rig.calls());
        arrival.signal();
        assertEquals(List.of("map", "unmap"), rig.calls());
        assertTrue(binding.unbound().isSettled());
    }

    @Test
    void whatIsLostIsNeverMappedAndItsUnbindSettlesAllTheSame() {
        SettableFence arrival = new SettableFence();
        Vma vma = rig.vma(rig.arriving("weights", 256, arrival));
        Binding binding = rig.bind(vma, false);
        arrival.fail(Fault.of(FaultKind.CONTENT_LOST, "gone"));
        assertTrue(binding.bound().isFailed());
        rig.close(vma);
        assertEquals(List.of(), rig.calls());
        assertTrue(binding.unbound().isSettled());
        assertFalse(binding.unbound().isFailed());
    }

    @Test
    void pageTablesChangeOnceTheLedgerIsFree() {
        Vma vma = rig.vma(rig.resident("weights", 256));
        try (var _ = rig.ledger.enter()) {
            vma.bind(false);
            assertEquals(List.of(), rig.calls());
        }
        assertEquals(List.of("map"), rig.calls());
        rig.close(vma);
    }

    @Test
    void anUnbindComesBehindEveryUserFailedOnesToo() {
        var object = rig.resident("weights", 256);
        Vma vma = rig.vma(object);
        rig.bind(vma, false);
        SettableFence one = new SettableFence();
        SettableFence two = new SettableFence();
        rig.use(object, one, Access.READ);
        rig.use(object, two, Access.READ);
        rig.close(vma);
        one.fail(Fault.of(FaultKind.KERNEL_FAILED, "fault"));
        assertEquals(1, rig.table.size());
        two.signal();
        assertEquals(0, rig.table.size());
    }

    @Test
    @Scenario(value = "22", breaks = "closing the space does not wait for what is still unbinding")
    void aSpaceClosesBehindAllItsPendingUnbinds() {
        List<SettableFence> users = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            var object = rig.resident("object " + i, 256);
            Vma vma = rig.vma(object);
            rig.bind(vma, false);
            users.add(new SettableFence());
            rig.use(object, users.getLast(), Access.READ);
            rig.close(vma);
        }
        var closed = rig.closeSpace();
        for (SettableFence user : users) {
            assertFalse(closed.isSettled());
            user.signal();
        }
        assertTrue(closed.isSettled());
        assertFalse(closed.isFailed());
        assertEquals("close", rig.calls().getLast());
    }

    @Test
    void twoSpacesGiveTheSameObjectEachAnAddressOfItsOwn() {
        BindingRig other = new BindingRig(rig.ledger);
        var object = rig.resident("weights", 256);
        rig.vma(rig.resident("first", 256));
        Vma here = rig.vma(object);
        Vma there = other.vma(object);
        rig.bind(here, false);
        other.bind(there, false);
        assertNotEquals(here.address(), there.address());
        rig.letGo(object);
        assertEquals(0, rig.table.size());
        assertEquals(0, other.table.size());
    }
}
