package dev.holdfast.memory.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import org.junit.jupiter.api.Test;

/// Who has to go when somebody else comes, and who stays.
class VictimsTest {
    private static final int KIB = 1 << 10;

    private static BufferHandle written(Rig rig, String name, long sizeBytes, long value) {
        BufferHandle handle = rig.manager().client("of " + name).create(name, sizeBytes);
        rig.submit(handle, rig.write(handle, value));
        return handle;
    }

    private static void holds(Rig rig, BufferHandle handle, long value) throws Exception {
        var checked = rig.submit(handle, rig.check(handle, value));
        rig.settle();
        checked.status().orThrow();
    }

    @Test
    @Scenario(
            value = {"C1"},
            breaks = "Totals.victimsFor takes one candidate too many, or the newest first")
    void theOldestGoesAndNoMoreThanIsNeeded() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var small = written(rig, "small", 8 * KIB, 100);
            var half = written(rig, "half", 32 * KIB, 200);
            written(rig, "rest", 24 * KIB, 300);
            rig.settle();
            written(rig, "new", 4 * KIB, 400);
            rig.settle();
            assertEquals(1, rig.count(Counter.EVICTIONS));
            assertEquals(8 * KIB, rig.count(Counter.BYTES_TO_HOST));
            holds(rig, half, 200);
            assertEquals(0, rig.count(Counter.BYTES_TO_DEVICE), "the others are where they were");
            holds(rig, small, 100);
        }
    }

    @Test
    @Scenario(
            value = {"C1"},
            breaks = "Totals.victimsFor keeps the small victims that a large one made unnecessary")
    void aSmallVictimIsSparedIfALargeOneHasToGoAnyway() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            written(rig, "small", 8 * KIB, 100);
            written(rig, "large", 56 * KIB, 200);
            rig.settle();
            written(rig, "new", 48 * KIB, 300);
            rig.settle();
            assertEquals(1, rig.count(Counter.EVICTIONS));
            assertEquals(56 * KIB, rig.count(Counter.BYTES_TO_HOST));
        }
    }

    @Test
    @Scenario(
            value = {"C1", "C23"},
            breaks = "makeResident no longer tells the policy of a use")
    void aUseMakesAnObjectTheNewest() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var first = written(rig, "first", 32 * KIB, 100);
            written(rig, "second", 32 * KIB, 200);
            holds(rig, first, 100);
            written(rig, "new", 32 * KIB, 300);
            rig.settle();
            long movedBefore = rig.count(Counter.BYTES_TO_DEVICE);
            holds(rig, first, 100);
            assertEquals(movedBefore, rig.count(Counter.BYTES_TO_DEVICE), "first was not evicted");
        }
    }

    @Test
    @Scenario(
            value = {"C2", "C9", "B3", "40"},
            breaks = "Plan.mayGo offers pinned objects, or a refused plan is carried out")
    void withEverythingPinnedNothingMoves() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var first = written(rig, "first", 32 * KIB, 100);
            var second = written(rig, "second", 32 * KIB, 200);
            var pins = new AutoCloseable[] {first.pin().orThrow(), second.pin().orThrow()};
            var fresh = rig.manager().client("c").create("fresh", 4 * KIB);
            var before = rig.manager().deviceUsage();
            var refused =
                    assertInstanceOf(
                            SubmitOutcome.Refused.class,
                            fresh.client().trySubmit(rig.write(fresh, 7)));
            assertEquals(new Refusal.NoSpace("device", 4 * KIB), refused.reason());
            assertEquals(before, rig.manager().deviceUsage());
            assertEquals(0, rig.count(Counter.EVICTIONS));
            rig.settle();
            assertEquals(0, rig.count(Counter.BYTES_TO_HOST));
            for (AutoCloseable pin : pins) {
                pin.close();
            }
            rig.submit(fresh, rig.write(fresh, 7));
            holds(rig, fresh, 7);
            holds(rig, first, 100);
        }
    }

    @Test
    @Scenario(
            value = {"C3", "B3", "A1"},
            breaks = "Totals.victimsFor does not look at pins")
    void thePinnedOneIsSkippedAndTheNextGoes() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var pinned = written(rig, "pinned", 32 * KIB, 100);
            var other = written(rig, "other", 32 * KIB, 200);
            try (var pin = pinned.pin().orThrow()) {
                assertNotEquals(null, pin);
                holds(rig, other, 200);
                written(rig, "new", 4 * KIB, 300);
                rig.settle();
                assertEquals(32 * KIB, rig.count(Counter.BYTES_TO_HOST));
                holds(rig, pinned, 100);
                assertEquals(0, rig.count(Counter.BYTES_TO_DEVICE));
            }
            holds(rig, other, 200);
        }
    }

    @Test
    @Scenario(
            value = {"C4"},
            breaks = "closing an object leaves its space to be evicted, with a copy, later on")
    void aClosedObjectIsReapedWithoutACopy() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var big = written(rig, "big", 60 * KIB, 100);
            rig.settle();
            big.close();
            var fresh = written(rig, "fresh", 8 * KIB, 200);
            rig.settle();
            assertEquals(56 * KIB, rig.manager().deviceUsage().freeBytes());
            assertEquals(0, rig.count(Counter.EVICTIONS));
            assertEquals(0, rig.count(Counter.BYTES_TO_HOST));
            holds(rig, fresh, 200);
        }
    }

    @Test
    @Scenario(
            value = {"C4", "44"},
            breaks = "Backing.letGo forgets the users: closed means free at once")
    void whatIsClosedWhileInUseIsHandedOnBehindItsUser() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var big = written(rig, "big", 60 * KIB, 100);
            big.close();
            var fresh = written(rig, "fresh", 60 * KIB, 200);
            rig.workers().runUntilIdle();
            assertEquals(1, rig.device().held(QueueKind.COMPUTE).size(), "only the first writer");
            assertEquals(0, rig.device().held(QueueKind.COPY_IN).size(), "no clear before its end");
            holds(rig, fresh, 200);
        }
    }

    @Test
    @Scenario(
            value = {"C1"},
            breaks = "a clean victim is written back although the host has its bytes")
    void aCleanVictimIsDropped() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var first = written(rig, "first", 64 * KIB, 100);
            written(rig, "second", 64 * KIB, 200);
            holds(rig, first, 100);
            long before = rig.count(Counter.BYTES_TO_HOST);
            written(rig, "third", 64 * KIB, 300);
            rig.settle();
            assertEquals(1, rig.count(Counter.CLEAN_DROPS));
            assertEquals(before, rig.count(Counter.BYTES_TO_HOST));
            holds(rig, first, 100);
        }
    }

    @Test
    @Scenario(
            value = {"C1"},
            breaks = "a write leaves the host's copy in place, and it is taken for the content")
    void aWriteMakesTheHostCopyStale() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var first = written(rig, "first", 64 * KIB, 100);
            var second = written(rig, "second", 64 * KIB, 200);
            holds(rig, first, 100);
            rig.submit(first, rig.bump(first, 100));
            holds(rig, second, 200);
            holds(rig, first, 101);
        }
    }

    @Test
    @Scenario(
            value = {"C1"},
            breaks = "one plan drops the host copy of an object and then its device copy as clean")
    void onePlanDoesNotDropBothCopiesOfAnObject() throws Exception {
        try (var rig = new Rig(64 * KIB, 32 * KIB)) {
            var twin = written(rig, "twin", 32 * KIB, 100);
            assertEquals(100, rig.firstWord(twin), "mapping it leaves a copy on the host");
            var dirty = written(rig, "dirty", 32 * KIB, 200);
            rig.settle();
            // oldest first: dirty has to be written back, for which the twin's copy would have to
            // go
            holds(rig, dirty, 200);
            holds(rig, twin, 100);
            rig.submit(dirty, rig.bump(dirty, 200));
            holds(rig, twin, 100);
            rig.settle();
            var fresh = rig.manager().client("c").create("fresh", 64 * KIB);
            touchInOrder(rig, dirty, twin);
            var outcome = fresh.client().trySubmit(rig.write(fresh, 300));
            assertInstanceOf(SubmitOutcome.Refused.class, outcome, "96 KiB do not hold 128 KiB");
            holds(rig, twin, 100);
            holds(rig, dirty, 201);
        }
    }

    private static void touchInOrder(Rig rig, BufferHandle dirty, BufferHandle twin)
            throws Exception {
        holds(rig, dirty, 201);
        holds(rig, twin, 100);
        assertTrue(rig.manager().audit(true).isEmpty());
    }
}
