package dev.holdfast.memory.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.device.QueueKind;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Host mappings: what they show, what they keep off, and how they end.
class MapTest {
    private static final int KIB = 1 << 10;

    private static HostMapping mapped(Rig rig, BufferHandle handle, Access access)
            throws Exception {
        return rig.meanwhile(() -> handle.map(access)).orThrow();
    }

    private static Refusal refusedMap(Rig rig, BufferHandle handle, Access access)
            throws Exception {
        MapOutcome outcome = rig.meanwhile(() -> handle.map(access));
        return assertInstanceOf(MapOutcome.Refused.class, outcome).reason();
    }

    private static long word(MemorySegment segment, long index) {
        return segment.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, index);
    }

    @Test
    @Scenario(
            value = {"E7"},
            breaks = "closing an object gives its host space back although it is still mapped")
    void aMappingMadeBeforeTheObjectWasClosedStaysValid() throws Exception {
        try (var rig = new Rig(64 * KIB, 8 * KIB)) {
            var first = rig.manager().client("a").create("first", 4 * KIB);
            rig.submit(first, rig.write(first, 100));
            var mapping = mapped(rig, first, Access.READ_WRITE);
            first.close();
            assertEquals(4 * KIB, rig.manager().hostUsage().freeBytes(), "the rest is mapped");
            var second = rig.manager().client("b").create("second", 4 * KIB);
            rig.submit(second, rig.check(second, -1));
            assertEquals(0, rig.firstWord(second));
            assertEquals(100, word(mapping.segment(), 0));
            mapping.segment().setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, 0, 7);
            rig.settle();
            assertEquals(7, word(mapping.segment(), 0));
            assertEquals(List.of(), rig.manager().audit(false), "a mapped object is not a leak");
            mapping.close();
            second.close();
            rig.settle();
            assertEquals(8 * KIB, rig.manager().hostUsage().freeBytes());
        }
    }

    @Test
    @Scenario(
            value = {"E7"},
            breaks = "unmap gives the space back before the segment is dead, or twice")
    void aSegmentIsDeadOnceUnmapped() throws Exception {
        try (var rig = new Rig(64 * KIB, 64 * KIB)) {
            var object = rig.manager().client("a").create("object", 4 * KIB);
            var mapping = mapped(rig, object, Access.OVERWRITE);
            MemorySegment kept = mapping.segment();
            kept.fill((byte) 1);
            mapping.close();
            assertThrows(IllegalStateException.class, () -> word(kept, 0));
            assertThrows(IllegalStateException.class, mapping::close);
            assertEquals(0x0101010101010101L, rig.firstWord(object));
        }
    }

    /// Breaks if isMappedAgainst looks at one kind of mapping only.
    @Test
    void workThatConflictsWithAMappingIsRefusedAndOtherWorkIsNot() throws Exception {
        try (var rig = new Rig(64 * KIB, 64 * KIB)) {
            var object = rig.manager().client("a").create("object", 4 * KIB);
            rig.submit(object, rig.write(object, 100));
            try (var reading = mapped(rig, object, Access.READ)) {
                assertFalse(refused(object, rig.check(object, 100)));
                assertEquals(true, refused(object, rig.write(object, 200)));
                assertInstanceOf(Refusal.Mapped.class, refusedMap(rig, object, Access.READ_WRITE));
                assertEquals(100, word(reading.segment(), 0));
                assertThrows(
                        IllegalArgumentException.class, () -> reading.segment().fill((byte) 0));
            }
            try (var writing = mapped(rig, object, Access.READ_WRITE)) {
                assertEquals(true, refused(object, rig.check(object, 100)));
                assertInstanceOf(Refusal.Mapped.class, refusedMap(rig, object, Access.READ));
                writing.segment().setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, 0, 300);
            }
            assertEquals(300, rig.firstWord(object));
        }
    }

    private static boolean refused(BufferHandle handle, dev.holdfast.memory.Work work) {
        return handle.client().trySubmit(work) instanceof SubmitOutcome.Refused(Refusal.Mapped it)
                && it.object().contains(handle.name());
    }

    @Test
    @Scenario(
            value = {"B3"},
            breaks = "mapping for writing takes a pinned object's device memory away")
    void aPinnedObjectIsNotMappedForWriting() throws Exception {
        try (var rig = new Rig(64 * KIB, 64 * KIB)) {
            var object = rig.manager().client("a").create("object", 4 * KIB);
            rig.submit(object, rig.write(object, 100));
            try (var pin = object.pin().orThrow()) {
                assertEquals(object.toString(), pin == null ? "" : object.toString());
                assertInstanceOf(Refusal.Pinned.class, refusedMap(rig, object, Access.READ_WRITE));
                assertInstanceOf(Refusal.Pinned.class, refusedMap(rig, object, Access.OVERWRITE));
                assertEquals(100, rig.firstWord(object));
                rig.submit(object, rig.bump(object, 100));
                rig.settle();
                assertEquals(0, rig.count(Counter.BYTES_TO_DEVICE), "it was there all the time");
            }
            mapped(rig, object, Access.READ_WRITE).close();
        }
    }

    @Test
    @Scenario(
            value = {"F1"},
            breaks = "a lack of host space for a mapping throws, or evicts what is mapped")
    void aMappingNeedsSomewhereToGo() throws Exception {
        try (var rig = new Rig(64 * KIB, 8 * KIB)) {
            var client = rig.manager().client("a");
            var one = client.create("one", 8 * KIB);
            var two = client.create("two", 8 * KIB);
            rig.submit(one, rig.write(one, 100));
            rig.submit(two, rig.write(two, 200));
            try (var mapping = mapped(rig, one, Access.READ)) {
                var reason = refusedMap(rig, two, Access.READ);
                assertEquals(new Refusal.NoSpace("host", 8 * KIB), reason);
                assertEquals(107, word(mapping.segment(), 7));
            }
            var large = client.create("large", 32 * KIB);
            rig.submit(large, rig.write(large, 300));
            assertEquals(
                    new Refusal.NeverFits("host", 32 * KIB, 8 * KIB),
                    refusedMap(rig, large, Access.READ));
            one.close();
            assertEquals(200, rig.firstWord(two));
        }
    }

    @Test
    @Scenario(
            value = {"E11"},
            breaks = "map waits for the device, or for fences of other objects")
    void mappingWaitsForTheObjectsOwnFencesOnly() throws Exception {
        try (var rig = new Rig(64 * KIB, 64 * KIB)) {
            var client = rig.manager().client("a");
            var idle = client.create("idle", 4 * KIB);
            var busy = rig.manager().client("b").create("busy", 4 * KIB);
            try (var mapping = mapped(rig, idle, Access.OVERWRITE)) {
                mapping.segment().fill((byte) 0);
            }
            rig.submit(busy, rig.write(busy, 5));
            try (var mapping = idle.map(Access.READ).orThrow()) {
                assertEquals(0, word(mapping.segment(), 0));
            }
            assertEquals(1, rig.device().held(QueueKind.COMPUTE).size(), "busy is still at work");
        }
    }
}
