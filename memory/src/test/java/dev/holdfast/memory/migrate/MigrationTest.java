package dev.holdfast.memory.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.testing.Scenario;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole migrations by way of submissions: out, in, out again, with every word checked.
class MigrationTest {
    private static final int KIB = 1 << 10;

    private static BufferHandle create(Rig rig, String name, long sizeBytes) {
        return rig.manager().client("of " + name).create(name, sizeBytes);
    }

    @Test
    @Scenario(
            value = {"A1", "A5"},
            breaks = "a copy leaves out a word, or an object is in both regions after a write")
    void writtenByTheHostMovedToTheDeviceEveryWordIsThere() throws Exception {
        try (var rig = new Rig(64 * KIB, 64 * KIB)) {
            var object = create(rig, "object", 64 * KIB);
            try (var mapping = rig.meanwhile(() -> object.map(Access.OVERWRITE)).orThrow()) {
                for (long i = 0; i < 8 * KIB; i++) {
                    mapping.segment().setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i, i);
                }
            }
            assertEquals(64 * KIB, rig.manager().deviceUsage().freeBytes());
            Fence bumped = rig.submit(object, rig.bump(object, 0));
            rig.settle();
            bumped.status().orThrow();
            assertEquals(
                    64 * KIB, rig.manager().hostUsage().freeBytes(), "a write leaves one copy");
            assertEquals(0, rig.manager().deviceUsage().freeBytes());
            assertEquals(1, rig.firstWord(object));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 4088, 4096, 4104, 8192, 12_288, 16_376, 60_000})
    @Scenario(
            value = {"A6"},
            breaks =
                    "the cutter loses or repeats bytes where a chunk ends or a piece of space does")
    void sizesAroundTheChunkArriveToTheLastWord(long sizeBytes) throws Exception {
        var options = MemoryOptions.defaults().withChunkBytes(4096);
        try (var rig = new Rig(new ManualDevice(64 * KIB, 256 * KIB, 0), options)) {
            List<BufferHandle> splinters = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                splinters.add(create(rig, "splinter " + i, 4 * KIB - 256L * (i % 3)));
                rig.submit(splinters.get(i), rig.write(splinters.get(i), 1000L * i));
            }
            rig.settle();
            for (int i = 0; i < 16; i += 2) {
                splinters.get(i).close();
            }
            var object = create(rig, "object", sizeBytes);
            rig.submit(object, rig.write(object, 7));
            var everything = create(rig, "everything", 64 * KIB);
            for (int round = 0; round < 3; round++) {
                rig.submit(everything, rig.write(everything, 0));
                Fence there = rig.submit(object, rig.bump(object, 7 + round));
                rig.settle();
                there.status().orThrow();
            }
            for (int i = 1; i < 16; i += 2) {
                Fence intact = rig.submit(splinters.get(i), rig.check(splinters.get(i), 1000L * i));
                rig.settle();
                intact.status().orThrow();
            }
        }
    }

    @Test
    @Scenario(
            value = {"37", "A4", "C12"},
            breaks = "submitting waits for a migration, a bind or the device")
    void fiveMigrationsAreQueuedBehindAKernelThatDoesNotEnd() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var first = create(rig, "first", 64 * KIB);
            var second = create(rig, "second", 64 * KIB);
            List<Fence> fences = new ArrayList<>();
            fences.add(rig.submit(first, rig.write(first, 100)));
            fences.add(rig.submit(second, rig.write(second, 200)));
            for (int hop = 0; hop < 5; hop++) {
                BufferHandle moved = hop % 2 == 0 ? first : second;
                long value = (hop % 2 == 0 ? 100 : 200) + hop / 2;
                fences.add(rig.submit(moved, rig.bump(moved, value)));
            }
            rig.workers().runUntilIdle();
            assertEquals(1, rig.device().held(QueueKind.COMPUTE).size(), "the one that spins");
            assertEquals(0, rig.device().held(QueueKind.COPY_OUT).size());
            fences.forEach(fence -> assertFalse(fence.isSettled()));
            rig.settle();
            for (Fence fence : fences) {
                fence.status().orThrow();
            }
            assertEquals(103, rig.firstWord(first));
            assertEquals(202, rig.firstWord(second));
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "true, 1000", "false, 1", "false, 1000"})
    @Scenario(
            value = {"26", "A3"},
            breaks = "any of the protections of a failed copy: repair, other queue, loss")
    void fiveMovesInARowUnderFailingCopies(boolean visible, int failures) throws Exception {
        long visibleBytes = visible ? 64 * KIB : 0;
        var options = MemoryOptions.defaults().withChunkBytes(16 * KIB);
        try (var rig = new Rig(new ManualDevice(64 * KIB, 128 * KIB, visibleBytes), options)) {
            var object = create(rig, "object", 64 * KIB);
            var other = create(rig, "other", 64 * KIB);
            rig.submit(object, rig.write(object, 100));
            List<Fence> checks = new ArrayList<>();
            for (int hop = 0; hop < 5; hop++) {
                rig.submit(other, rig.write(other, 200));
                checks.add(rig.submit(object, rig.check(object, 100)));
            }
            boolean lost = !visible && failures > 1;
            failCopies(rig, failures);
            for (Fence check : checks) {
                if (lost) {
                    assertEquals(FaultKind.DEPENDENCY_FAILED, check.fault().orElseThrow().kind());
                } else {
                    check.status().orThrow();
                }
            }
            assertEquals(lost, rig.count(Counter.COPIES_LOST) > 0);
            assertEquals(visible, rig.count(Counter.COPIES_REPAIRED_BY_HOST) > 0);
            assertEquals(!visible && !lost, rig.count(Counter.COPIES_REPAIRED_BY_QUEUE) > 0);
            rig.submit(object, rig.write(object, 300));
            Fence again = rig.submit(object, rig.check(object, 300));
            rig.settle();
            again.status().orThrow();
        }
    }

    private static void failCopies(Rig rig, int failures) {
        int left = failures;
        boolean any = true;
        while (any) {
            rig.workers().runUntilIdle();
            any = rig.device().complete(QueueKind.COMPUTE);
            for (QueueKind queue : List.of(QueueKind.COPY_IN, QueueKind.COPY_OUT)) {
                boolean fails = left > 0;
                if (fails ? rig.device().fail(queue) : rig.device().complete(queue)) {
                    left--;
                    any = true;
                }
            }
        }
    }

    @Test
    @Scenario(
            value = {"33", "34"},
            breaks = "a move inherits the fault of whoever had its space before")
    void aForeignFaultNeitherSpoilsAMoveNorIsBlamedOnThisClient() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var mine = create(rig, "mine", 64 * KIB);
            rig.submit(mine, rig.write(mine, 100));
            var theirs = create(rig, "theirs", 64 * KIB);
            Fence broken = rig.submit(theirs, rig.bump(theirs, 5));
            Fence check = rig.submit(mine, rig.check(mine, 100));
            rig.settle();
            assertTrue(broken.isFailed(), "it found zeros and not fives");
            check.status().orThrow();
            assertEquals(0, rig.count(Counter.COPIES_LOST));
            assertEquals(0, rig.count(Counter.COPIES_REPAIRED_BY_HOST));
        }
    }

    @Test
    @Scenario(
            value = {"B10"},
            breaks = "lent memory is copied to the host, or charged, or written")
    void lentContentComesInFromWhereItIsAndCostsNoHostMemory() throws Exception {
        try (var rig = new Rig(64 * KIB, 4 * KIB);
                var arena = Arena.ofShared()) {
            MemorySegment content = arena.allocate(60_000);
            for (long i = 0; i < 7500; i++) {
                content.setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i, 40 + i);
            }
            var client = rig.manager().client("a");
            var weights = client.createFrom("weights", content);
            var other = client.create("other", 64 * KIB);
            for (int round = 0; round < 3; round++) {
                Fence read = rig.submit(weights, rig.check(weights, 40));
                rig.settle();
                read.status().orThrow();
                rig.submit(other, rig.write(other, 1));
                other.close();
                other = client.create("other", 64 * KIB);
            }
            assertEquals(0, rig.count(Counter.BYTES_TO_HOST));
            assertEquals(4 * KIB, rig.manager().hostUsage().freeBytes());
            assertEquals(40, content.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, 0));
            rig.settle();
            weights.close();
            rig.settle();
        }
    }

    @Test
    @Scenario(
            value = {"A15"},
            breaks = "a resident object is copied again for its next use")
    void anObjectThatIsThereDoesNotMove() throws Exception {
        try (var rig = new Rig(64 * KIB, 64 * KIB)) {
            var object = create(rig, "object", 64 * KIB);
            rig.submit(object, rig.write(object, 1));
            for (int i = 0; i < 5; i++) {
                rig.submit(object, rig.bump(object, 1 + i));
            }
            assertTrue(
                    rig.device().held(QueueKind.COPY_IN).isEmpty()
                            && rig.device().held(QueueKind.COPY_OUT).isEmpty());
            rig.settle();
            assertEquals(0, rig.count(Counter.BYTES_TO_DEVICE));
            assertNull(rig.device().held(QueueKind.COMPUTE).stream().findAny().orElse(null));
        }
    }

    @Test
    @Scenario(
            value = {"44"},
            breaks = "a write-back reads its victim before the victim's writer is done")
    void aWriteBackComesAfterTheWriter() throws Exception {
        try (var rig = new Rig(64 * KIB, 64 * KIB)) {
            var object = create(rig, "object", 64 * KIB);
            rig.submit(object, rig.write(object, 1));
            var next = create(rig, "next", 64 * KIB);
            rig.submit(next, rig.write(next, 2));
            rig.workers().runUntilIdle();
            assertTrue(rig.device().held(QueueKind.COPY_OUT).isEmpty());
            rig.complete(QueueKind.COMPUTE);
            var copy = (Command.Copy) rig.device().held(QueueKind.COPY_OUT).getFirst();
            assertNotNull(copy);
            assertEquals(64 * KIB, copy.sizeBytes());
            assertTrue(rig.device().held(QueueKind.COMPUTE).isEmpty(), "next waits for the copy");
        }
    }
}
