package dev.holdfast.memory.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.object.Residents;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.MoveRig;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is decided by how much could be won in all, without a look at each resident; and that host
/// memory which is only duplicates of device memory is in nobody's way.
class TotalsTest {
    private static final int SIZE = 4096;

    /// Objects that are in device memory and, as they were uploaded, in host memory too.
    private static List<BufferHandle> duplicates(Rig rig, int count) throws Exception {
        List<BufferHandle> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var object = rig.manager().client("uploads " + i).create("duplicate", SIZE);
            try (var _ = rig.meanwhile(() -> object.map(Access.OVERWRITE)).orThrow()) {
                // it is all zeros
            }
            rig.submit(object, rig.check(object, -1));
            rig.settle();
            all.add(object);
        }
        return all;
    }

    @Test
    void duplicatesGoForAMappingWhenTheHostIsFullOfThem() throws Exception {
        try (var rig = new Rig(8 * SIZE, 4 * SIZE)) {
            duplicates(rig, 4);
            assertEquals(0, rig.manager().hostUsage().freeBytes());
            var result = rig.manager().client("other").create("result", SIZE);
            rig.submit(result, rig.write(result, 7));
            rig.settle();
            rig.meanwhile(() -> result.map(Access.READ)).orThrow().close();
            assertEquals(1, rig.count(Counter.DUPLICATES_DROPPED), "no more than needed");
        }
    }

    @Test
    void noDuplicateIsDroppedForAMappingThatCannotBe() throws Exception {
        try (var rig = new Rig(8 * SIZE, 4 * SIZE)) {
            List<BufferHandle> all = duplicates(rig, 4);
            var mapping = rig.meanwhile(() -> all.getFirst().map(Access.READ)).orThrow();
            var large = rig.manager().client("other").create("large", 4 * SIZE);
            var outcome = rig.meanwhile(() -> large.map(Access.OVERWRITE));
            var refused = assertInstanceOf(MapOutcome.Refused.class, outcome);
            assertInstanceOf(Refusal.NoSpace.class, refused.reason());
            assertEquals(0, rig.count(Counter.DUPLICATES_DROPPED));
            mapping.close();
        }
    }

    /// Breaks if a refusal looks at residents: the policy is asked for none.
    @Test
    void whatTheTotalsForbidIsRefusedWithoutALookAtAnyResident() {
        var policy = new LeastRecentlyUsed();
        var counted = new Residents();
        var rig = new MoveRig(new ManualDevice(4 * SIZE, SIZE, 0), 4 * SIZE);
        var planner = new Planner(rig.deviceRegion(), rig.hostRegion(), 0, policy, counted, false);
        BufferObject all = rig.object(4 * SIZE);
        Backing taken = rig.fresh(rig.deviceRegion(), all);
        all.placeDevice(taken);
        all.advanceVersion();
        counted.add(all);
        BufferObject needed = rig.object(4 * SIZE);
        var uses = List.of(new Use(needed, Access.OVERWRITE));
        var outcome = rig.locked(() -> planner.plan(uses, List.of()));
        assertEquals(
                new Planner.Outcome.Impossible(new Room.Lacking(rig.hostRegion().name(), 3 * SIZE)),
                outcome);
        all.pin();
        assertEquals(0, counted.deviceBytes());
        assertEquals(
                new Planner.Outcome.Impossible(
                        new Room.Lacking(rig.deviceRegion().name(), 4 * SIZE)),
                rig.locked(() -> planner.plan(uses, List.of())));
        all.unpin();
        assertEquals(4 * SIZE, counted.deviceBytes());
    }
}
