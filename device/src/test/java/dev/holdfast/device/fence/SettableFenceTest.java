package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultException;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.Scenario;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SettableFenceTest {
    private final Fault fault = Fault.of(FaultKind.COPY_FAILED, "copy 1 failed");
    private final Fault other = Fault.of(FaultKind.REVOKED, "copy 1 revoked");

    @Test
    @Scenario(value = "H1", breaks = "settle() stores without comparing with what is there")
    void settlesOnceWell() {
        SettableFence fence = new SettableFence();
        assertInstanceOf(FenceStatus.Pending.class, fence.status());
        assertFalse(fence.isSettled());
        assertTrue(fence.signal());
        assertFalse(fence.signal());
        assertFalse(fence.fail(fault));
        assertInstanceOf(FenceStatus.Signalled.class, fence.status());
        assertTrue(fence.isSettled());
        assertFalse(fence.isFailed());
    }

    @Test
    @Scenario(value = "H1", breaks = "settle() stores without comparing with what is there")
    void settlesOnceBadly() {
        SettableFence fence = new SettableFence();
        assertTrue(fence.fail(fault));
        assertFalse(fence.signal());
        assertFalse(fence.fail(other));
        assertFalse(fence.settle(Optional.empty()));
        assertFalse(fence.settleLike(Fence.signalled()));
        assertEquals(Optional.of(fault), fence.fault());
        assertTrue(fence.isFailed());
    }

    @Test
    @Scenario(value = "H3", breaks = "the fault is kept in a field of its own, set before settling")
    void theFaultShowsOnlyOnceSettled() {
        SettableFence fence = new SettableFence();
        List<Optional<Fault>> seen = new ArrayList<>();
        fence.onSettled(settled -> seen.add(settled.fault()));
        assertEquals(Optional.empty(), fence.fault());
        assertFalse(fence.isFailed());
        assertThrows(IllegalStateException.class, () -> fence.status().orThrow());
        fence.fail(fault);
        assertEquals(List.of(Optional.of(fault)), seen);
        var thrown = assertThrows(FaultException.class, () -> fence.status().orThrow());
        assertSame(fault, thrown.fault());
    }

    @Test
    @Scenario(value = "H2", breaks = "onSettled() calls a callback that came too late, or says yes")
    void callbacksRunOnceInOrderAndAreRefusedAfterwards() {
        SettableFence fence = new SettableFence();
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            assertTrue(fence.onSettled(settled -> seen.add(number)));
        }
        assertEquals(List.of(), seen);
        fence.signal();
        fence.signal();
        assertFalse(fence.onSettled(settled -> seen.add(99)));
        assertEquals(List.of(0, 1, 2, 3, 4), seen);
    }

    @Test
    @Scenario(
            value = "H5",
            breaks = "the fence that is born settled is shared before it is settled")
    void fencesCanBeBornSettled() {
        for (int i = 0; i < 64; i++) {
            Fence stub = Fence.signalled();
            assertTrue(stub.isSettled());
            assertFalse(stub.isFailed());
            assertFalse(stub.onSettled(settled -> assertTrue(false, "called")));
        }
        Fence failed = Fence.failed(fault);
        assertEquals(Optional.of(fault), failed.fault());
        assertFalse(failed.onSettled(settled -> assertTrue(false, "called")));
    }

    @Test
    void takesOverAnOutcomeButNotPending() {
        SettableFence fence = new SettableFence();
        assertThrows(IllegalArgumentException.class, () -> fence.settleLike(new SettableFence()));
        assertFalse(fence.isSettled());
        assertTrue(fence.settleLike(Fence.failed(fault)));
        assertEquals(Optional.of(fault), fence.fault());
        SettableFence well = new SettableFence();
        assertTrue(well.settle(Optional.empty()));
        assertFalse(well.isFailed());
    }

    @Test
    void settlingUnderALockThrowsAndSettlesNothing() {
        SettableFence fence = new SettableFence();
        LockMark.set("the test lock");
        try {
            assertThrows(InvariantError.class, fence::signal);
            assertThrows(InvariantError.class, () -> fence.fail(fault));
            assertFalse(fence.isSettled());
            assertTrue(Fence.failed(fault).isFailed(), "born settled: nobody waits for it");
        } finally {
            LockMark.clear();
        }
        assertTrue(fence.signal());
    }

    @Test
    void onlySettlingChecksForTheLockEvenOfASettledFence() {
        SettableFence fence = new SettableFence();
        fence.signal();
        LockMark.set("the test lock");
        try {
            assertThrows(InvariantError.class, fence::signal);
            assertTrue(fence.isSettled());
            assertFalse(fence.onSettled(settled -> {}));
        } finally {
            LockMark.clear();
        }
    }

    @Test
    void aSettledFenceKeepsNothingAlive() {
        SettableFence fence = new SettableFence();
        WeakReference<Object> kept = keptBy(fence);
        fence.signal();
        for (int i = 0; i < 100 && kept.get() != null; i++) {
            System.gc();
        }
        assertTrue(kept.refersTo(null), "the callback is still there");
        assertTrue(fence.isSettled());
    }

    private static WeakReference<Object> keptBy(Fence fence) {
        Object big = new byte[1024];
        fence.onSettled(settled -> assertEquals(1024, ((byte[]) big).length));
        return new WeakReference<>(big);
    }

    @Test
    void printsWhereItStands() {
        SettableFence fence = new SettableFence();
        assertEquals("Fence(pending)", fence.toString());
        fence.fail(fault);
        assertEquals("Fence(failed: COPY_FAILED: copy 1 failed)", fence.toString());
        assertEquals("Fence(signalled)", Fence.signalled().toString());
    }
}
