package dev.holdfast.memory.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.MoveRig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the space of a backing waits for once it is let go, and whose it is then; and whom a fence
/// set makes a new user wait for.
class BackingTest {
    private static final int SIZE = 4096;

    private final MoveRig rig = new MoveRig(new ManualDevice(SIZE, SIZE, 0), SIZE);
    private final BufferObject object = rig.object(SIZE);
    private final Backing backing = rig.fresh(rig.deviceRegion(), object);
    private final SettableFence fence = new SettableFence();

    private long pendingBytes() {
        return rig.locked(() -> rig.deviceRegion().usage().pendingBytes());
    }

    private void letGo(FenceJoin users) {
        rig.lockedRun(() -> backing.letGo(users));
        assertEquals(SIZE, rig.locked(() -> rig.deviceRegion().freeBytes()), "free at once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "copy from it", "copy to it", "listener"})
    @Scenario(
            value = {"44", "38"},
            breaks = "letGo leaves one of the four out: users, copies from, copies to, listeners")
    void theSpaceWaitsForEverybodyWhoMayTouchIt(String who) {
        FenceJoin users = FenceJoin.empty();
        switch (who) {
            case "user" -> users = FenceJoin.of(fence);
            case "copy from it" -> rig.lockedRun(() -> backing.usedUntil(fence));
            case "copy to it" -> rig.lockedRun(() -> backing.arrivesWith(fence, fence));
            default -> rig.lockedRun(() -> backing.addListener(leaving -> fence));
        }
        letGo(users);
        assertEquals(SIZE, pendingBytes());
        fence.signal();
        assertEquals(0, pendingBytes());
    }

    @Test
    @Scenario(
            value = {"44"},
            breaks = "a listener that has left is told all the same")
    void whoHasLeftIsNotAsked() {
        MoveListener listener = leaving -> fence;
        rig.lockedRun(() -> backing.addListener(listener));
        rig.lockedRun(() -> backing.removeListener(listener));
        letGo(FenceJoin.empty());
        assertEquals(0, pendingBytes());
    }

    @Test
    @Scenario(
            value = {"27"},
            breaks = "clean space let go before its overwriting is through is the client's own")
    void whatAMoveMayStillFailToOverwriteIsAnybodys() {
        rig.lockedRun(() -> backing.arrivesWith(fence, fence));
        letGo(FenceJoin.empty());
        fence.fail(Fault.of(FaultKind.CONTENT_LOST, "with garbage left behind"));
        Backing next = rig.fresh(rig.deviceRegion(), object);
        assertEquals(ContentTag.MIXED, next.granted().getFirst().tag());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Scenario(
            value = {"27"},
            breaks = "foreign space counts as the client's own before its overwriting went well")
    void foreignSpaceIsTheClientsOwnOnlyAfterItWasOverwritten(boolean arrivedWell) {
        var poisoned = new MoveRig(ManualDevice.poisoned(SIZE, SIZE, 0), SIZE);
        Backing foreign = poisoned.fresh(poisoned.deviceRegion(), object);
        poisoned.lockedRun(() -> foreign.arrivesWith(fence, fence));
        if (arrivedWell) {
            fence.signal();
        }
        poisoned.lockedRun(() -> foreign.letGo(FenceJoin.empty()));
        if (!arrivedWell) {
            fence.fail(Fault.of(FaultKind.CONTENT_LOST, "with somebody's bytes left behind"));
        }
        Backing next = poisoned.fresh(poisoned.deviceRegion(), object);
        ContentTag expected = arrivedWell ? ContentTag.ownedBy(object.ownerId()) : ContentTag.MIXED;
        assertEquals(expected, next.granted().getFirst().tag());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Scenario(
            value = {"27"},
            breaks = "the tag of space that is not handed on yet does not follow the overwriting")
    void whatIsFreeIsTaggedByHowTheOverwritingEnds(boolean well) {
        rig.lockedRun(() -> backing.arrivesWith(fence, fence));
        letGo(FenceJoin.empty());
        if (well) {
            fence.signal();
        } else {
            fence.fail(Fault.of(FaultKind.CONTENT_LOST, "with garbage left behind"));
        }
        assertEquals(0, pendingBytes(), "it has been moved to what is ready");
        Backing next = rig.fresh(rig.deviceRegion(), object);
        ContentTag expected = well ? ContentTag.ownedBy(object.ownerId()) : ContentTag.MIXED;
        assertEquals(expected, next.granted().getFirst().tag());
        assertEquals(List.of(), next.granted().getFirst().provided());
    }

    @Test
    @Scenario(
            value = {"45"},
            breaks = "a writer does not wait for readers, or a reader waits for readers")
    void writersWaitForAllAndReadersForTheWriter() {
        FenceSet fences = object.fences();
        var writer = new SettableFence();
        var reader = new SettableFence();
        var writerOver = new SettableFence();
        var readerOver = new SettableFence();
        fences.add(writer, writerOver, Access.OVERWRITE);
        fences.add(reader, readerOver, Access.READ);
        var needed = Dependency.data(writer);
        var first = Dependency.ordering(writerOver);
        var second = Dependency.ordering(readerOver);
        assertEquals(List.of(needed), blocking(fences, Access.READ));
        assertEquals(List.of(needed, first, second), blocking(fences, Access.READ_WRITE));
        assertEquals(List.of(first, second), blocking(fences, Access.OVERWRITE));
        assertFalse(fences.isIdle());
        writer.signal();
        writerOver.signal();
        assertFalse(fences.isIdle());
        reader.signal();
        assertFalse(fences.isIdle(), "it has its result, and may still be reading");
        readerOver.signal();
        assertTrue(fences.isIdle());
        assertEquals(List.of(), blocking(fences, Access.OVERWRITE));
    }

    private static List<Dependency> blocking(FenceSet fences, Access access) {
        List<Dependency> found = new ArrayList<>();
        fences.blocking(access, found::add);
        return found;
    }

    @Test
    @Scenario(
            value = {"35"},
            breaks = "one good backing does not save an object, or a pending one condemns it")
    void anObjectIsLostOnlyIfEveryBackingIs() {
        assertTrue(object.lost().isEmpty(), "no content: zeros");
        Backing host = rig.fresh(rig.hostRegion(), object);
        var arriving = new SettableFence();
        rig.lockedRun(() -> {
            Fence lost = Fence.failed(Fault.of(FaultKind.CONTENT_LOST, "by hand"));
            backing.arrivesWith(lost, Fence.signalled());
            host.arrivesWith(arriving, arriving);
            object.placeDevice(backing);
            object.placeHost(host);
        });
        assertTrue(object.lost().isEmpty(), "there is hope");
        arriving.signal();
        assertTrue(object.lost().isEmpty());
        object.placeHost(null);
        assertTrue(object.lost().isPresent());
    }
}
