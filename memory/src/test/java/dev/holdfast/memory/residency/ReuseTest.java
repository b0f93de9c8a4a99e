package dev.holdfast.memory.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.testing.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Space is handed on at once and touched later: what a new owner waits for, and what not (P4).
class ReuseTest {
    private static final int KIB = 1 << 10;

    private static BufferHandle written(Rig rig, String name, long sizeBytes, long value) {
        return written(rig, rig.manager().client("of " + name), sizeBytes, value);
    }

    private static BufferHandle written(Rig rig, Client client, long sizeBytes, long value) {
        BufferHandle handle = client.create("object " + client, sizeBytes);
        rig.submit(handle, rig.write(handle, value));
        return handle;
    }

    /// Whose kernels the driver is given ahead.
    private static Client trusted(Rig rig, String name) {
        Client client = rig.manager().client(name);
        rig.runShort(client, 4);
        return client;
    }

    private static Fence writtenAndChecked(Rig rig, String name, long sizeBytes, long value) {
        BufferHandle handle = written(rig, name, sizeBytes, value);
        return rig.submit(handle, rig.check(handle, value));
    }

    private static List<HeapRange> rangesOfNextKernel(Rig rig) {
        var launch = (Command.Launch) rig.device().held(QueueKind.COMPUTE).getFirst();
        return launch.arguments().getFirst().ranges();
    }

    @Test
    @Scenario(
            value = {"38", "44"},
            breaks = "an allocation waits for all evictions of its region, or for the newest only")
    void eachNewcomerWaitsForTheEvictionOfItsOwnSpace() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var one = written(rig, "one", 32 * KIB, 100);
            var two = written(rig, "two", 32 * KIB, 200);
            rig.settle();
            Fence third = writtenAndChecked(rig, "third", 32 * KIB, 300);
            assertFalse(third.isSettled());
            Fence fourth = writtenAndChecked(rig, "fourth", 32 * KIB, 400);
            assertEquals(2, rig.device().held(QueueKind.COPY_OUT).size());
            assertEquals(0, rig.device().held(QueueKind.COMPUTE).size());
            // the first eviction fails and is not repaired yet; the second is through
            assertTrue(rig.device().fail(QueueKind.COPY_OUT));
            assertTrue(rig.device().complete(QueueKind.COPY_OUT));
            while (rig.device().complete(QueueKind.COPY_IN)
                    || rig.device().complete(QueueKind.COMPUTE)) {
                // no worker is stepped: the repair is open
            }
            fourth.status().orThrow();
            assertFalse(third.isSettled(), "its space is still being copied from");
            rig.settle();
            third.status().orThrow();
            assertEquals(100, rig.firstWord(one));
            assertEquals(200, rig.firstWord(two));
        }
    }

    @Test
    @Scenario(
            value = {"44", "C19", "45"},
            breaks = "an object closed during its eviction gives its space up before the copy ends")
    void closedDuringItsEvictionTheSpaceStillWaitsForTheCopy() throws Exception {
        try (var rig = new Rig(64 * KIB, 64 * KIB)) {
            var one = written(rig, "one", 64 * KIB, 100);
            rig.settle();
            Fence two = writtenAndChecked(rig, "two", 64 * KIB, 200);
            assertEquals(1, rig.device().held(QueueKind.COPY_OUT).size());
            one.close();
            assertEquals(64 * KIB, rig.manager().hostUsage().freeBytes(), "handed on at once");
            var three = rig.manager().client("c").create("three", 64 * KIB);
            var mapping = rig.manager().hostUsage();
            assertEquals(64 * KIB, mapping.pendingBytes(), "but touched later");
            assertEquals(0, rig.device().held(QueueKind.COMPUTE).size());
            rig.complete(QueueKind.COPY_OUT);
            rig.settle();
            two.status().orThrow();
            assertEquals(0, rig.firstWord(three));
        }
    }

    @Test
    @Scenario(
            value = {"B7"},
            breaks = "space whose fences are open is preferred to space that is ready")
    void readySpaceIsTakenBeforeSpaceThatIsStillInUse() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            Client first = trusted(rig, "first");
            Client second = trusted(rig, "second");
            var busy = written(rig, first, 32 * KIB, 100);
            busy.close();
            var checked = written(rig, second, 32 * KIB, 200);
            Fence ready = rig.submit(checked, rig.check(checked, 200));
            assertEquals(
                    3, rig.device().held(QueueKind.COMPUTE).size(), "nobody waits for anybody");
            var waiting = written(rig, "b", 32 * KIB, 300);
            assertTrue(rig.device().held(QueueKind.COPY_IN).isEmpty());
            rig.settle();
            ready.status().orThrow();
            assertEquals(300, rig.firstWord(waiting));
        }
    }

    @Test
    @Scenario(
            value = {"38"},
            breaks = "a freed block merges with a neighbour in use, and inherits its fences")
    void aBlockFreedBesideAPendingNeighbourDoesNotWaitForIt() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            Client newcomer = trusted(rig, "c");
            var neighbour = written(rig, "neighbour", 32 * KIB, 100);
            var block = written(rig, "block", 32 * KIB, 200);
            rig.complete(QueueKind.COMPUTE);
            rig.complete(QueueKind.COMPUTE);
            Fence reading = rig.submit(neighbour, rig.check(neighbour, 100));
            neighbour.close();
            block.close();
            rig.workers().runUntilIdle();
            assertEquals(64 * KIB, rig.manager().deviceUsage().freeBytes());
            assertEquals(32 * KIB, rig.manager().deviceUsage().pendingBytes());
            var small = newcomer.create("small", 32 * KIB);
            Fence written = rig.submit(small, rig.write(small, 300));
            rig.complete(QueueKind.COPY_IN);
            List<Command> running = rig.device().held(QueueKind.COMPUTE);
            assertEquals(2, running.size(), "the reader of the neighbour, and the new writer");
            assertFalse(reading.isSettled());
            assertFalse(overlap(running.get(0), running.get(1)));
            rig.settle();
            written.status().orThrow();
            reading.status().orThrow();
            assertEquals(1, rangesOfAll(rig, 64 * KIB), "both together, once both are ready");
        }
    }

    private static boolean overlap(Command one, Command other) {
        for (HeapRange a : ((Command.Launch) one).arguments().getFirst().ranges()) {
            for (HeapRange b : ((Command.Launch) other).arguments().getFirst().ranges()) {
                if (a.offset() < b.end() && b.offset() < a.end()) {
                    return true;
                }
            }
        }
        return false;
    }

    /// How many pieces an object gets.
    private static int rangesOfAll(Rig rig, long sizeBytes) {
        var large = rig.manager().client("d").create("large", sizeBytes);
        rig.submit(large, rig.write(large, 1));
        while (rig.device().held(QueueKind.COMPUTE).isEmpty()) {
            rig.workers().runUntilIdle();
            if (!rig.device().complete(QueueKind.COPY_OUT)) {
                rig.complete(QueueKind.COPY_IN);
            }
        }
        return rangesOfNextKernel(rig).size();
    }

    @Test
    @Scenario(
            value = {"44"},
            breaks = "space is reused as soon as its last kernel is over, readers or not")
    void aNewcomerWaitsForEveryReaderOfTheOldOwner() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var owner = rig.manager().client("owner");
            var shared = owner.create("shared", 64 * KIB);
            rig.submit(shared, rig.write(shared, 100));
            var borrowed = shared.grantTo(rig.manager().client("borrower"), Access.READ);
            Fence one = rig.submit(shared, rig.check(shared, 100));
            Fence two = rig.submit(borrowed, rig.check(borrowed, 100));
            shared.close();
            var next = rig.manager().client("next").create("next", 64 * KIB);
            Fence written = rig.submit(next, rig.write(next, 200));
            rig.complete(QueueKind.COMPUTE);
            rig.complete(QueueKind.COMPUTE);
            assertTrue(rig.device().held(QueueKind.COPY_IN).isEmpty(), "the second still reads");
            assertFalse(two.isSettled());
            rig.settle();
            one.status().orThrow();
            two.status().orThrow();
            written.status().orThrow();
        }
    }

    @Test
    @Scenario(
            value = {"43"},
            breaks = "closing forgets an eviction that is under way, or waits for it for ever")
    void closingWithAnEvictionUnderWayEnds() throws Exception {
        try (var rig = new Rig(64 * KIB, 64 * KIB)) {
            written(rig, "one", 64 * KIB, 100);
            rig.settle();
            Fence two = writtenAndChecked(rig, "two", 64 * KIB, 200);
            assertEquals(1, rig.device().held(QueueKind.COPY_OUT).size());
            assertFalse(two.isSettled());
            rig.meanwhile(() -> {
                rig.manager().close();
                return null;
            });
            assertTrue(two.isSettled(), "done or cancelled, and never open");
            assertEquals(64 * KIB, rig.manager().hostUsage().freeBytes());
            assertEquals(List.of(), rig.manager().audit(true));
        }
    }

    @Test
    @Scenario(
            value = {"F4", "F5"},
            breaks = "free and pending space are counted from different states")
    void theFiguresAgreeAndReturnToWhatTheyWere() throws Exception {
        try (var rig = new Rig(64 * KIB, 256 * KIB)) {
            var before = rig.manager().deviceUsage();
            assertEquals(64 * KIB, before.sizeBytes());
            assertEquals(before.sizeBytes(), before.freeBytes());
            assertEquals(256 * KIB, rig.manager().hostUsage().freeBytes());
            var object = written(rig, "object", 10_000, 1);
            var during = rig.manager().deviceUsage();
            assertEquals(before.freeBytes() - 10_240, during.freeBytes(), "to the granule");
            object.close();
            var closed = rig.manager().deviceUsage();
            assertEquals(before.freeBytes(), closed.freeBytes());
            assertEquals(10_240, closed.pendingBytes());
            rig.settle();
            assertEquals(before, rig.manager().deviceUsage());
        }
    }
}
