package dev.holdfast.memory.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Residency on a device where an object is one range of a slab. Memory is full of somebody else's
/// bytes to begin with; the device refuses whatever a kernel cannot be given.
class PiecesTest {
    private static final int KIB = 1 << 10;
    private static final int SLAB = 16 * KIB;

    private static Rig rig(long deviceBytes, long hostBytes) {
        return new Rig(
                ManualDevice.flat(deviceBytes, hostBytes, SLAB, 512),
                MemoryOptions.defaults().withCleanShare(0));
    }

    private static BufferHandle written(Rig rig, String name, long sizeBytes, long value) {
        BufferHandle handle = rig.manager().client("of " + name).create(name, sizeBytes);
        rig.submit(handle, rig.write(handle, value)).status();
        return handle;
    }

    private static void holds(Rig rig, BufferHandle handle, long value) throws Exception {
        var checked = rig.submit(handle, rig.check(handle, value));
        rig.settle();
        checked.status().orThrow();
    }

    /// Where the next launch that is held has its only argument.
    private static HeapRange place(Rig rig) {
        while (rig.device().held(QueueKind.COMPUTE).isEmpty()) {
            assertTrue(
                    rig.device().complete(QueueKind.COPY_OUT)
                            | rig.device().complete(QueueKind.COPY_IN));
            rig.workers().runUntilIdle();
        }
        Command.Launch launch = (Command.Launch) rig.device().held(QueueKind.COMPUTE).getLast();
        return launch.arguments().getFirst().ranges().getFirst();
    }

    private static Refusal refusal(SubmitOutcome outcome) {
        return assertInstanceOf(SubmitOutcome.Refused.class, outcome).reason();
    }

    @Test
    @Scenario(
            value = {"D3", "D12"},
            breaks = "a grant goes across a slab's edge, or begins in the middle of a unit")
    void everyObjectIsOneAlignedRangeOfASlab() throws Exception {
        try (var rig = rig(4 * SLAB, 16 * SLAB)) {
            List<BufferHandle> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                all.add(written(rig, "b" + i, 8 + 1000L * (i % 9), 100 * i));
                assertEquals(0, place(rig).offset() % 512);
                assertEquals(place(rig).offset() / SLAB, (place(rig).end() - 1) / SLAB, "one slab");
                rig.settle();
            }
            for (int i = 29; i >= 0; i--) {
                holds(rig, all.get(i), 100 * i);
            }
            assertTrue(rig.count(Counter.EVICTIONS) > 0, "memory was short");
        }
    }

    @Test
    @Scenario(
            value = {"C1", "D3"},
            breaks = "the cheapest place is not taken: one that is used often has to go")
    void theCheapestPlaceIsTakenAndNobodyElseGoes() throws Exception {
        try (var rig = rig(2 * SLAB, 16 * SLAB)) {
            var old = written(rig, "old", SLAB / 2, 100);
            var hot = written(rig, "hot", SLAB / 2, 200);
            var left = written(rig, "left", SLAB / 4, 300);
            var right = written(rig, "right", 3 * SLAB / 4, 400);
            rig.settle();
            for (int i = 0; i < 20; i++) {
                holds(rig, hot, 200);
                holds(rig, right, 400);
                holds(rig, left, 300);
            }
            long movedBefore = rig.count(Counter.BYTES_TO_DEVICE);
            written(rig, "new", SLAB / 2, 500);
            rig.settle();
            assertEquals(1, rig.count(Counter.EVICTIONS), "old alone is as long as new");
            holds(rig, hot, 200);
            holds(rig, left, 300);
            holds(rig, right, 400);
            assertEquals(movedBefore, rig.count(Counter.BYTES_TO_DEVICE));
            holds(rig, old, 100);
        }
    }

    @Test
    @Scenario(
            value = {"C2", "C3", "C9", "D3"},
            breaks = "enough bytes are taken for enough in one piece, or pins are moved")
    void enoughBytesInTooSmallPiecesAreRefusedByNameOfWhoIsPinned() throws Exception {
        try (var rig = rig(SLAB, 16 * SLAB)) {
            var first = written(rig, "first", SLAB / 4, 100);
            var middle = written(rig, "middle", SLAB / 4, 200);
            written(rig, "last", SLAB / 2, 300);
            first.close();
            rig.settle();
            var pin = middle.pin().orThrow();
            var large = rig.manager().client("large").create("large", 3 * SLAB / 4);
            var before = rig.manager().deviceUsage();
            var expected =
                    new Refusal.InTheWay("device", 3 * SLAB / 4, List.of("\"middle\" (4 KiB)"));
            assertEquals(expected, refusal(large.client().trySubmit(rig.write(large, 400))));
            assertTrue(expected.message().contains("middle"), expected.message());
            assertEquals(before, rig.manager().deviceUsage(), "nothing has changed");
            assertEquals(0, rig.count(Counter.EVICTIONS));
            pin.close();
            rig.submit(large, rig.write(large, 400));
            holds(rig, large, 400);
            holds(rig, middle, 200);
        }
    }

    @Test
    @Scenario(
            value = {"D5"},
            breaks = "an object is made that can never be used")
    void whatIsLargerThanASlabIsNotEvenMade() throws Exception {
        try (var rig = rig(4 * SLAB, 16 * SLAB)) {
            var client = rig.manager().client("c");
            var thrown =
                    assertThrows(
                            IllegalArgumentException.class, () -> client.create("x", SLAB + 1));
            assertTrue(thrown.getMessage().contains("one range"), thrown.getMessage());
            var most = client.create("most", SLAB);
            rig.submit(most, rig.write(most, 7));
            holds(rig, most, 7);
        }
    }

    @Test
    @Scenario(
            value = {"C11", "D3", "C7"},
            breaks = "what a submission has there already is never moved out of its own way")
    void itsOwnObjectsAreMovedIfTheyAreInTheWay() throws Exception {
        try (var rig = rig(SLAB, 16 * SLAB)) {
            var client = rig.manager().client("c");
            var gap = client.create("gap", SLAB / 4);
            var small = client.create("small", SLAB / 4);
            var large = client.create("large", 3 * SLAB / 4);
            rig.submit(large, rig.write(large, 300));
            rig.settle();
            rig.submit(gap, rig.write(gap, 100));
            rig.submit(small, rig.write(small, 200));
            rig.settle();
            gap.close();
            // small is at the second quarter now: neither side of it has room for large
            Fence both =
                    rig.submit(small, Work.named("both", rig.kernel()).updates(small).reads(large));
            rig.settle();
            both.status().orThrow();
            holds(rig, small, 200);
            holds(rig, large, 300);
        }
    }

    @Test
    @Scenario(
            value = {"C5", "C16", "D3"},
            breaks = "of two places the one is taken whose occupants the host has no room for")
    void aPlaceWhoseOccupantsTheHostHasRoomForIsTakenIfTheCheapestIsNot() throws Exception {
        try (var rig = rig(2 * SLAB, SLAB)) {
            var dirty = written(rig, "dirty", SLAB, 100);
            var clean = rig.manager().client("clean").create("clean", SLAB / 2);
            rig.submit(clean, rig.check(clean, -1));
            rig.settle();
            // the host is so full that dirty, which is older, cannot go there
            var onHost = rig.manager().client("host").create("host", SLAB / 2);
            try (var mapping =
                    rig.meanwhile(() ->
                            onHost.map(dev.holdfast.memory.work.Access.OVERWRITE).orThrow())) {
                mapping.segment().fill((byte) 1);
                written(rig, "new", 3 * SLAB / 4, 300);
                rig.settle();
                assertEquals(0, rig.count(Counter.BYTES_TO_HOST));
                holds(rig, dirty, 100);
            }
            onHost.close();
            holds(rig, clean, -1);
        }
    }

    @Test
    @Scenario(
            value = {"38", "C1", "D14"},
            breaks = "a place is used before those who had it are through with it")
    void aPlaceWaitsForThoseWhoHadIt() throws Exception {
        try (var rig = rig(SLAB, 16 * SLAB)) {
            var one = written(rig, "one", SLAB / 2, 100);
            var two = written(rig, "two", SLAB / 2, 200);
            rig.settle();
            Fence first = rig.submit(one, rig.bump(one, 100));
            Fence second = rig.submit(two, rig.bump(two, 200));
            rig.workers().runUntilIdle();
            var fresh = rig.manager().client("fresh").create("fresh", SLAB);
            Fence third = rig.submit(fresh, rig.write(fresh, 300));
            rig.workers().runUntilIdle();
            assertEquals(2, rig.device().held(QueueKind.COMPUTE).size(), "it waits for both");
            assertEquals(List.of(), rig.device().held(QueueKind.COPY_IN), "so does the clearing");
            rig.settle();
            for (Fence fence : List.of(first, second, third)) {
                fence.status().orThrow();
            }
            holds(rig, one, 101);
            holds(rig, two, 201);
            holds(rig, fresh, 300);
        }
    }

    @Test
    @Scenario(
            value = {"40", "C2"},
            breaks = "what a plan was granted stays taken after it came to nothing")
    void aPlanThatComesToNothingGivesBackWhatItWasGranted() throws Exception {
        try (var rig = rig(2 * SLAB, 16 * SLAB)) {
            var client = rig.manager().client("c");
            var pinned = written(rig, "pinned", SLAB / 2, 100);
            rig.settle();
            try (var pin = pinned.pin().orThrow()) {
                var a = client.create("a", SLAB);
                var b = client.create("b", 3 * SLAB / 4);
                var before = rig.manager().deviceUsage();
                var refused =
                        client.trySubmit(
                                Work.named("both", rig.kernel()).overwrites(a).overwrites(b));
                assertInstanceOf(Refusal.InTheWay.class, refusal(refused));
                assertEquals(before, rig.manager().deviceUsage());
                assertEquals(List.of(), rig.manager().audit(false));
            }
            holds(rig, pinned, 100);
        }
    }
}
