package dev.holdfast.memory.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Adoptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.testing.SteppedWorkers;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Places for one object each, and their way back.
final class AdoptedSpaceTest {
    private final SteppedWorkers workers = new SteppedWorkers();
    private final Ledger ledger = new Ledger(workers.worker("drain"));
    private final AdoptedSpace space = new AdoptedSpace(ledger, workers.worker("release"));
    private final Adoptions<String> adoptions = new Adoptions<>();
    private int released;

    private AdoptedMemory memory(long sizeBytes) {
        return adoptions.add("his", sizeBytes, true, range -> released++);
    }

    private <T> T under(Supplier<T> step) {
        try (var _ = ledger.enter()) {
            return step.get();
        }
    }

    private void run(Runnable step) {
        var _ =
                under(() -> {
                    step.run();
                    return space;
                });
    }

    private void free(Extent place, FenceJoin ready) {
        run(() -> space.free(place, ready, ContentTag.MIXED, null));
    }

    @Test
    void aPlaceThatIsGrantedAnewWaitsForThoseBefore() {
        Extent place = under(() -> space.add(memory(1000)));
        assertEquals(List.of(), under(() -> space.grant(place)).ready().leaves());
        var first = new SettableFence();
        free(place, FenceJoin.of(first));
        assertEquals(List.of(first), under(() -> space.grant(place)).ready().leaves());
        var second = new SettableFence();
        free(place, FenceJoin.of(second));
        run(() -> space.leave(place));
        second.signal();
        assertEquals(0, released, "the first is not over");
        assertEquals(1, under(space::pending).size());
        first.signal();
        assertEquals(0, released, "whoever settles a fence calls no driver (P7)");
        assertEquals(List.of("release"), workers.runnable());
        assertEquals(1, under(space::pending).size());
        workers.runUntilIdle();
        assertEquals(1, released);
        assertEquals(0, under(space::sizeBytes));
    }

    @Test
    void whatIsCondemnedStaysUntilTheDeviceGoes() {
        Extent place = under(() -> space.add(memory(1000)));
        Extent beside = under(() -> space.add(memory(24)));
        run(() -> {
            space.grant(place);
            space.quarantine(new HeapRange(0, place.end() - 1, 1));
        });
        free(place, FenceJoin.empty());
        run(() -> {
            space.leave(place);
            space.grant(beside);
        });
        assertEquals(0, released);
        assertEquals(List.of(), under(space::pending));
        assertEquals(1000, under(space::quarantinedBytes));
        assertEquals(1024, under(space::sizeBytes));
        assertEquals(24, under(space::ownedBytes));
        assertThrows(InvariantError.class, () -> run(space::begin));
        free(beside, FenceJoin.empty());
        run(() -> space.leave(beside));
        workers.runUntilIdle();
        assertEquals(1, released);
        run(space::begin);
        assertEquals(0, under(space::sizeBytes));
    }

    @Test
    void whoWaitsForWhatIsCondemnedOnItsWayIsToldThatItStays() {
        Extent place = under(() -> space.add(memory(1000)));
        run(() -> space.grant(place));
        var user = new SettableFence();
        free(place, FenceJoin.of(user));
        run(() -> space.leave(place));
        Fence gone = under(space::pending).getFirst();
        run(() -> space.quarantine(new HeapRange(0, place.offset(), 1)));
        user.signal();
        workers.runUntilIdle();
        assertTrue(gone.isSettled());
        assertEquals(0, released);
        assertEquals(1000, under(space::quarantinedBytes));
    }

    /// Breaks if what stays for the sake of a command stays when that has ended after all, or goes
    /// back while another may touch it.
    @Test
    void goesBackOnceTheLastCommandHasEndedAfterAll() {
        Extent place = under(() -> space.add(memory(1000)));
        run(() -> space.grant(place));
        var range = new HeapRange(0, place.offset(), 1);
        run(() -> {
            space.quarantine(range);
            space.quarantine(range);
        });
        free(place, FenceJoin.empty());
        run(() -> space.leave(place));
        run(() -> space.endQuarantine(range));
        workers.runUntilIdle();
        assertEquals(0, released, "another may touch it");
        run(() -> space.endQuarantine(range));
        Fence gone = under(space::pending).getFirst();
        assertFalse(gone.isSettled(), "it is on its way now");
        workers.runUntilIdle();
        assertEquals(1, released);
        assertTrue(gone.isSettled());
        assertEquals(0, under(space::sizeBytes));
    }

    @Test
    void misuseIsABrokenInvariant() {
        Extent place = under(() -> space.add(memory(1000)));
        assertThrows(InvariantError.class, () -> free(place, FenceJoin.empty()));
        run(() -> space.grant(place));
        assertThrows(InvariantError.class, () -> run(() -> space.grant(place)));
        assertThrows(InvariantError.class, () -> run(() -> space.leave(place)));
        Extent half = new Extent(place.offset(), 500);
        assertThrows(InvariantError.class, () -> free(half, FenceJoin.empty()));
        free(place, FenceJoin.empty());
        run(() -> space.leave(place));
        assertThrows(InvariantError.class, () -> run(() -> space.leave(place)));
        workers.runUntilIdle();
        assertTrue(under(space::pending).isEmpty());
    }
}
