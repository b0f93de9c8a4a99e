package dev.holdfast.memory.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// The CPU asks for bytes of invisible device memory, and the copy fails while it waits.
class FailedMapTest {
    private static final int KIB = 1 << 10;

    private static Rig rig(long visibleBytes) {
        return new Rig(
                new ManualDevice(64 * KIB, 64 * KIB, visibleBytes), MemoryOptions.defaults());
    }

    private static BufferHandle written(Rig rig, long sizeBytes) {
        var handle = rig.manager().client("a").create("object", sizeBytes);
        rig.submit(handle, rig.write(handle, 100));
        rig.settle();
        return handle;
    }

    /// Maps while every copy fails, all tries included.
    private static MapOutcome mapWhileCopiesFail(Rig rig, BufferHandle handle, Access access)
            throws Exception {
        var outcome = new AtomicReference<MapOutcome>();
        var waiting = Threads.start(() -> outcome.set(handle.map(access)));
        waiting.untilParked();
        do {
            rig.workers().runUntilIdle();
        } while (rig.device().fail(QueueKind.COPY_OUT) || rig.device().fail(QueueKind.COPY_IN));
        waiting.join();
        return outcome.get();
    }

    private static FaultKind contentFault(MapOutcome outcome) {
        var refused = assertInstanceOf(MapOutcome.Refused.class, outcome);
        return assertInstanceOf(Refusal.ContentFault.class, refused.reason()).fault().kind();
    }

    @Test
    @Scenario(
            value = {"A13", "34", "35"},
            breaks =
                    "map does not look at how the copy ended, and shows what is in the host's"
                            + " space")
    void aReaderIsRefusedAndTheDeviceStillHasTheBytes() throws Exception {
        try (var rig = rig(0)) {
            var object = written(rig, 16 * KIB);
            MapOutcome outcome = mapWhileCopiesFail(rig, object, Access.READ);
            assertEquals(FaultKind.CONTENT_LOST, contentFault(outcome));
            Fence checked = rig.submit(object, rig.check(object, 100));
            rig.settle();
            checked.status().orThrow();
            assertEquals(100, rig.firstWord(object), "the next try begins afresh");
            assertEquals(List.of(), rig.manager().audit(true));
        }
    }

    @Test
    @Scenario(
            value = {"A13", "34", "35"},
            breaks = "a write mapping whose copy failed leaves an object that reads as anything")
    void aChangerIsRefusedAndTheLossIsNamedUntilOverwritten() throws Exception {
        try (var rig = rig(0)) {
            var object = written(rig, 16 * KIB);
            MapOutcome outcome = mapWhileCopiesFail(rig, object, Access.READ_WRITE);
            assertEquals(FaultKind.CONTENT_LOST, contentFault(outcome));
            assertRefusedOrRight(rig, object, rig.check(object, 100));
            rig.submit(object, rig.write(object, 200));
            rig.settle();
            assertEquals(200, rig.firstWord(object));
        }
    }

    private static void assertRefusedOrRight(Rig rig, BufferHandle handle, Work check) {
        switch (handle.client().trySubmit(check)) {
            case SubmitOutcome.Submitted(Fence fence) -> {
                rig.settle();
                fence.status().orThrow();
            }
            case SubmitOutcome.Refused(Refusal.ContentFault reason) ->
                    assertEquals(FaultKind.CONTENT_LOST, reason.fault().kind());
            case SubmitOutcome other -> throw new AssertionError(other);
        }
    }

    @Test
    @Scenario(
            value = {"A13", "26"},
            breaks = "a map that needed a repair is refused, or answers before the repair")
    void aRepairedCopyIsMapped() throws Exception {
        try (var rig = rig(64 * KIB)) {
            var object = written(rig, 16 * KIB);
            MapOutcome outcome = mapWhileCopiesFail(rig, object, Access.READ);
            try (var mapping = outcome.orThrow()) {
                assertEquals(
                        100,
                        mapping.segment()
                                .get(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED, 0));
            }
            assertEquals(1, rig.count(Counter.COPIES_REPAIRED_BY_HOST));
        }
    }

    @Test
    @Scenario(
            value = {"A13", "F1", "F2"},
            breaks = "mapping depends on the window, or moves what the window could show")
    void whatIsInvisibleIsMappedOnTheHostWhateverItsSize() throws Exception {
        try (var rig = rig(16 * KIB)) {
            for (long sizeBytes : new long[] {8 * KIB, 16 * KIB, 64 * KIB}) {
                var object = written(rig, sizeBytes);
                assertEquals(100, rig.firstWord(object));
                Fence still = rig.submit(object, rig.check(object, 100));
                rig.settle();
                still.status().orThrow();
                assertEquals(0, rig.count(Counter.BYTES_TO_DEVICE), "a reader does not move it");
                object.close();
                rig.settle();
            }
        }
    }

    @Test
    @Scenario(
            value = {"A13"},
            breaks = "a map that finds no room leaves the object moved, pinned or marked as mapped")
    void withNoRoomOnTheHostTheObjectStaysWhereItIs() throws Exception {
        try (var rig = rig(0)) {
            var filler = written(rig, 64 * KIB);
            try (var mapping = rig.meanwhile(() -> filler.map(Access.OVERWRITE)).orThrow()) {
                mapping.segment().fill((byte) 1);
                var object = rig.manager().client("b").create("other", 16 * KIB);
                rig.submit(object, rig.write(object, 100));
                rig.settle();
                var device = rig.manager().deviceUsage();
                for (Access access : Access.values()) {
                    assertEquals(
                            new MapOutcome.Refused(new Refusal.NoSpace("host", 16 * KIB)),
                            object.map(access));
                }
                assertEquals(device, rig.manager().deviceUsage());
                Fence bumped = rig.submit(object, rig.bump(object, 100));
                rig.settle();
                bumped.status().orThrow();
            }
        }
    }
}
