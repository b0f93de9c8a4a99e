package dev.holdfast.memory.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.testing.ManualAddressSpace;
import dev.holdfast.memory.work.Access;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Addresses that a launch may use which was not stopped.
class WithheldAddressTest {
    private static final Fault HARM = Fault.of(FaultKind.UNSTOPPED, "by hand");

    private final BindingRig rig = new BindingRig();

    private void withhold(long address) {
        try (var _ = rig.ledger.enter()) {
            rig.space.withhold(List.of(address), HARM);
        }
    }

    private void leave(Vma vma) {
        try (var _ = rig.ledger.enter()) {
            vma.leaveWithheldAddress();
        }
    }

    @Test
    void bindThatWaitsAtAWithheldAddressFailsAndMapsNothing() {
        Vma before = rig.vma(rig.resident("before", 256));
        rig.bind(before, false);
        SettableFence launch = new SettableFence();
        rig.use(before.object(), launch, Access.READ);
        rig.close(before);
        Vma after = rig.vma(rig.resident("after", 256));
        long address = after.address();
        assertEquals(before.address(), address);
        Binding waiting = rig.bind(after, false);

        withhold(address);
        launch.signal();
        assertEquals(Optional.of(HARM), waiting.bound().fault());
        assertEquals(List.of("map", "unmap"), rig.calls());

        leave(after);
        assertNotEquals(address, after.address());
        Binding moved = rig.bind(after, true);
        assertTrue(moved.bound().isSettled() && !moved.bound().isFailed());
        assertTrue(rig.isWritable(after));
        rig.close(after);
        assertEquals(0, rig.table.size());
        assertNotEquals(address, rig.vma(rig.resident("next", 256)).address());
    }

    @Test
    void openHandleMovesAndItsOldBindingServesThoseWhoUseIt() {
        Vma vma = rig.vma(rig.resident("weights", 256));
        long address = vma.address();
        Binding old = rig.bind(vma, false);
        SettableFence user = new SettableFence();
        rig.use(vma.object(), user, Access.READ);

        withhold(address);
        leave(vma);
        Binding moved = rig.bind(vma, false);
        assertEquals(address, old.address());
        assertEquals(vma.address(), moved.address());
        assertNotEquals(address, moved.address());
        assertEquals(2, rig.table.size(), "both are mapped as long as the old one has a user");
        user.signal();
        assertTrue(old.unbound().isSettled());
        assertTrue(rig.table.mapped(address).isEmpty());
        assertTrue(rig.table.mapped(moved.address()).isPresent());
    }

    @Test
    void bindWithMoreRightsDoesNotMapAWithheldAddressAgain() {
        Vma vma = rig.vma(rig.resident("weights", 256));
        rig.bind(vma, false);
        SettableFence launch = new SettableFence();
        rig.use(vma.object(), launch, Access.READ);
        Binding widened = rig.bind(vma, true);
        withhold(vma.address());
        launch.signal();
        assertEquals(Optional.of(HARM), widened.bound().fault());
        assertEquals(List.of("map", "unmap"), rig.calls());
        leave(vma);
        rig.bind(vma, true);
        assertTrue(rig.isWritable(vma));
        assertEquals(List.of("map", "unmap", "map"), rig.calls());
    }

    @Test
    void addressThatNobodyHasIsHandedToNobody() {
        Vma closed = rig.vma(rig.resident("closed", 256));
        rig.close(closed);
        withhold(closed.address());
        for (int i = 0; i < 4; i++) {
            Vma next = rig.vma(rig.resident("next", 256));
            assertNotEquals(closed.address(), next.address());
            rig.close(next);
        }
    }

    @Test
    void addressThatNothingIsWrongWithStays() {
        Vma vma = rig.vma(rig.resident("weights", 256));
        Vma other = rig.vma(rig.resident("other", 256));
        long address = vma.address();
        withhold(other.address());
        leave(vma);
        assertEquals(address, vma.address());
    }

    @Test
    void anotherPageTableBeginsWithAllAddresses() {
        Vma closed = rig.vma(rig.resident("closed", 256));
        Vma open = rig.vma(rig.resident("open", 256));
        long address = open.address();
        rig.close(closed);
        withhold(closed.address());
        withhold(address);
        try (var _ = rig.ledger.enter()) {
            rig.space.givePageTable(Optional.of(ClientSpace.Made.of(new ManualAddressSpace())));
        }
        leave(open);
        assertEquals(address, open.address());
        assertEquals(closed.address(), rig.vma(rig.resident("next", 256)).address());
        assertFalse(rig.bind(open, false).bound().isFailed());
    }
}
