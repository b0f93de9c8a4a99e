package dev.holdfast.memory.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.MoveRig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.testing.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An object whose bytes are lost, below the check of a submission: as when the last copy fails
/// just after that check.
class LostObjectTest {
    private static final int KIB = 1 << 10;

    private final MoveRig rig = new MoveRig(new ManualDevice(64 * KIB, 64 * KIB, 0), 4 * KIB);

    private void failEverything() {
        do {
            rig.workers().runUntilIdle();
        } while (rig.device().fail(QueueKind.COPY_IN) || rig.device().fail(QueueKind.COPY_OUT));
    }

    private void makeResident(BufferObject object, Access access) {
        Room room =
                rig.locked(() -> rig.residency().makeResident(List.of(new Use(object, access))));
        assertEquals(Room.MADE, room);
    }

    /// Its only backing is on the host, and lost.
    private BufferObject lostOnHost() {
        BufferObject object = rig.object(4 * KIB);
        Backing onDevice = rig.fresh(rig.deviceRegion(), object);
        Backing onHost = rig.fresh(rig.hostRegion(), object);
        rig.copy(object, onDevice, onHost);
        failEverything();
        rig.lockedRun(() -> {
            object.placeHost(onHost);
            object.advanceVersion();
            onDevice.letGo(object.fences().all());
        });
        assertEquals(FaultKind.CONTENT_LOST, object.lost().orElseThrow().kind());
        return object;
    }

    @Test
    @Scenario(
            value = {"35"},
            breaks = "makeResident drops a lost host backing first, and finds no content: zeros")
    void aReaderOfWhatWasLostOnTheHostGetsTheFaultAndNoZeros() {
        BufferObject object = lostOnHost();
        makeResident(object, Access.READ);
        rig.settle();
        assertEquals(
                FaultKind.CONTENT_LOST, object.device().arrival().fault().orElseThrow().kind());
    }

    @Test
    @Scenario(
            value = {"35"},
            breaks = "makeResident drops a lost device backing for a reader, and makes zeros")
    void aReaderOfWhatWasLostOnTheDeviceGetsTheFaultAndNoZeros() {
        BufferObject object = lostOnHost();
        makeResident(object, Access.READ_WRITE);
        rig.settle();
        makeResident(object, Access.READ);
        rig.settle();
        assertTrue(object.device().arrival().isFailed());
    }

    @Test
    @Scenario(
            value = {"35"},
            breaks = "overwriting writes into the backing that is lost, or copies what is lost")
    void overwritingMakesALostObjectGoodAgain() {
        BufferObject object = lostOnHost();
        makeResident(object, Access.OVERWRITE);
        rig.settle();
        object.device().arrival().status().orThrow();
        assertTrue(object.lost().isEmpty());
    }

    @Test
    @Scenario(
            value = {"35", "E1"},
            breaks = "space that a failed move was to fill is handed on as the client's own")
    void theSpaceOfALostBackingIsMixed() {
        BufferObject object = rig.object(64 * KIB);
        Backing source = rig.filledOnHost(object, (byte) 1);
        Backing target = rig.fresh(rig.deviceRegion(), object);
        rig.copy(object, source, target);
        failEverything();
        assertTrue(target.lost().isPresent());
        rig.lockedRun(() -> target.letGo(object.fences().all()));
        BufferObject next = rig.object(64 * KIB);
        Backing again = rig.fresh(rig.deviceRegion(), next);
        assertEquals(ContentTag.MIXED, again.granted().getFirst().tag());
    }
}
