package dev.holdfast.memory.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/// A thread that waits for a mapping is interrupted: what it began is taken back.
class InterruptedMapTest {
    private static final int KIB = 1 << 10;

    /// Has a thread wait for a mapping, then interrupts it.
    private static void interrupted(BufferHandle handle, Access access) throws Exception {
        var started = Threads.start(() -> handle.map(access));
        started.untilParked();
        started.thread().interrupt();
        var thrown = assertThrows(ExecutionException.class, started::join);
        assertInstanceOf(InterruptedException.class, thrown.getCause());
    }

    private static void holds(Rig rig, BufferHandle handle, long value) {
        Fence checked = rig.submit(handle, rig.check(handle, value));
        rig.settle();
        checked.status().orThrow();
    }

    @Test
    @Scenario(
            value = {"32"},
            breaks = "an interrupted map keeps its pin, or its mark that the object is mapped")
    void anInterruptedReaderLeavesNothingBehind() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var object = rig.manager().client("a").create("object", 64 * KIB);
            rig.submit(object, rig.write(object, 100));
            interrupted(object, Access.READ);
            rig.submit(object, rig.bump(object, 100));
            var other = rig.manager().client("b").create("other", 64 * KIB);
            rig.submit(other, rig.write(other, 200));
            rig.settle();
            assertEquals(1, rig.count(Counter.EVICTIONS), "it is not pinned any more");
            holds(rig, object, 101);
        }
    }

    @Test
    @Scenario(
            value = {"32"},
            breaks = "mapping for reading and writing gives the content up before it is copied")
    void anInterruptedChangerLosesNothing() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var object = rig.manager().client("a").create("object", 64 * KIB);
            rig.submit(object, rig.write(object, 100));
            interrupted(object, Access.READ_WRITE);
            rig.settle();
            assertEquals(List.of(), rig.manager().audit(true));
            holds(rig, object, 100);
        }
    }

    @Test
    @Scenario(
            value = {"32"},
            breaks = "lent content counts as the zeros that an object begins with, and is dropped")
    void anInterruptedChangerOfLentContentLosesNothing() throws Exception {
        try (var rig = new Rig(128 * KIB, 96 * KIB);
                var arena = Arena.ofShared()) {
            MemorySegment content = arena.allocate(64 * KIB);
            for (long word = 0; word < 8 * KIB; word++) {
                content.setAtIndex(ValueLayout.JAVA_LONG, word, 100 + word);
            }
            var object = rig.manager().client("a").createFrom("object", content);
            var client = rig.manager().client("b");
            var older = client.create("older", 64 * KIB);
            rig.submit(older, rig.write(older, 200));
            interrupted(object, Access.READ_WRITE);
            rig.settle();
            holds(rig, object, 100);
            var second = client.create("second", 64 * KIB);
            rig.submit(second, rig.write(second, 300));
            rig.settle();
            assertEquals(1, rig.count(Counter.DUPLICATES_DROPPED), "its host bytes went for room");
            older.close();
            var third = client.create("third", 64 * KIB);
            rig.submit(third, rig.write(third, 400));
            rig.settle();
            second.close();
            holds(rig, object, 100);
            object.close();
            rig.settle();
        }
    }

    @Test
    @Scenario(
            value = {"32", "35"},
            breaks = "an interrupted overwriting map leaves an object of unknown bytes readable")
    void anInterruptedOverwriterLeavesTheContentRightOrRefused() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var object = rig.manager().client("a").create("object", 64 * KIB);
            rig.submit(object, rig.write(object, 100));
            interrupted(object, Access.OVERWRITE);
            rig.settle();
            assertEquals(List.of(), rig.manager().audit(true));
            var refused =
                    assertInstanceOf(
                            SubmitOutcome.Refused.class,
                            object.client().trySubmit(rig.check(object, 100)));
            var reason = assertInstanceOf(Refusal.ContentFault.class, refused.reason());
            assertEquals(FaultKind.CANCELLED, reason.fault().kind());
            rig.submit(object, rig.write(object, 300));
            holds(rig, object, 300);
        }
    }

    @Test
    @Scenario(
            value = {"32"},
            breaks = "an interrupted overwriting map drops content that it had no need to drop")
    void anInterruptedOverwriterOfHostBytesLosesNothing() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var object = rig.manager().client("a").create("object", 64 * KIB);
            rig.submit(object, rig.write(object, 100));
            assertEquals(100, rig.firstWord(object));
            rig.submit(object, rig.check(object, 100));
            interrupted(object, Access.OVERWRITE);
            holds(rig, object, 100);
        }
    }

    @Test
    @Scenario(
            value = {"32", "45"},
            breaks = "an interrupted map forgets the readers that the next writer must wait for")
    void theNextWriterStillWaitsForTheReadersBefore() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var object = rig.manager().client("a").create("object", 4 * KIB);
            rig.submit(object, rig.write(object, 100));
            rig.settle();
            Fence reading = rig.submit(object, rig.check(object, 100));
            interrupted(object, Access.OVERWRITE);
            assertFalse(object.idle().isSettled(), "somebody still reads");
            Fence written = rig.submit(object, rig.write(object, 200));
            rig.workers().runUntilIdle();
            rig.settle();
            reading.status().orThrow();
            written.status().orThrow();
            holds(rig, object, 200);
        }
    }

    @Test
    @Scenario(
            value = {"E7"},
            breaks = "an object closed while somebody waits to map it loses its space at once")
    void anObjectClosedDuringTheWaitIsReleasedAfterwards() throws Exception {
        try (var rig = new Rig(64 * KIB, 64 * KIB)) {
            var object = rig.manager().client("a").create("object", 4 * KIB);
            rig.submit(object, rig.write(object, 100));
            var started = Threads.start(() -> object.map(Access.READ).orThrow().close());
            started.untilParked();
            object.close();
            assertEquals(List.of(), rig.manager().audit(false));
            rig.settle();
            started.join();
            rig.settle();
            assertEquals(64 * KIB, rig.manager().hostUsage().freeBytes());
            assertEquals(64 * KIB, rig.manager().deviceUsage().freeBytes());
        }
    }
}
