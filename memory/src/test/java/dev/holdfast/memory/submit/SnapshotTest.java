package dev.holdfast.memory.submit;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static dev.holdfast.device.QueueKind.COPY_IN;
import static dev.holdfast.device.QueueKind.COPY_OUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.testing.Scenario;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a submission runs from stays as it was when it was submitted.
final class SnapshotTest {
    private final Rig rig = new Rig(64 << 10, 256 << 10);
    private final Client client = rig.manager().client("a");
    private final BufferHandle buffer = client.create("weights", 40 << 10);

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private List<HeapRange> rangesOf(int launch) {
        Command.Launch held = (Command.Launch) rig.device().held(COMPUTE).get(launch);
        BufferArgument argument = held.arguments().getFirst();
        return argument.ranges();
    }

    @Test
    void aLaunchNamesThePlacementItWasSubmittedWithHoweverFarTheObjectHasMovedSince() {
        BufferHandle filler = client.create("filler", 24 << 10);
        rig.submit(filler, rig.write(filler, 1));
        rig.settle();
        Fence first = rig.submit(buffer, rig.write(buffer, 1));
        List<HeapRange> before = rangesOf(0);
        filler.close();
        BufferHandle other = client.create("other", 60 << 10);
        rig.submit(other, rig.write(other, 2));
        Fence again = rig.submit(buffer, rig.bump(buffer, 1));
        assertEquals(before, rangesOf(0));
        assertFalse(first.isSettled());
        rig.settle();
        first.status().orThrow();
        again.status().orThrow();
    }

    @Test
    @Scenario(
            value = "10",
            breaks = "space is handed on without the fence of the last launch there")
    void spaceThatASubmissionRunsFromIsNotTouchedBeforeItIsOver() {
        rig.submit(buffer, rig.write(buffer, 1).captured());
        buffer.close();
        BufferHandle next = rig.manager().client("b").create("next", 60 << 10);
        Fence written = rig.submit(next, rig.write(next, 2));
        assertEquals(List.of(), rig.device().held(COPY_IN), "its first write is the clear");
        rig.complete(COMPUTE);
        assertEquals(1, rig.device().held(COPY_IN).size());
        rig.settle();
        written.status().orThrow();
    }

    @Test
    @Scenario(value = "25", breaks = "retiring forgets to give the snapshot's holds up")
    void afterManyCapturedSubmissionsNothingIsHeld() throws Exception {
        BufferHandle other = client.create("other", 40 << 10);
        for (int i = 0; i < 20; i++) {
            rig.submit(buffer, rig.write(buffer, i).captured());
            rig.submit(other, rig.write(other, i).captured());
            if (i % 3 == 0) {
                rig.device().fail(i % 2 == 0 ? COMPUTE : COPY_OUT);
            }
        }
        rig.settle();
        buffer.close();
        other.close();
        rig.settle();
        rig.meanwhile(() -> {
            rig.manager().awaitIdle();
            return null;
        });
        assertEquals(List.of(), rig.manager().audit(true));
        assertEquals(64 << 10, rig.manager().deviceUsage().freeBytes());
        assertEquals(0, rig.manager().deviceUsage().pendingBytes());
    }

    @Test
    @Scenario(
            value = "H13",
            breaks = "idle() looks the object's fences up when asked instead of when made")
    void aWaitKeepsTheFencesItSaw() {
        rig.submit(buffer, rig.write(buffer, 1));
        Fence idle = buffer.idle();
        Fence reader = rig.submit(buffer, rig.check(buffer, 1));
        Fence later = rig.submit(buffer, rig.write(buffer, 5));
        rig.complete(COMPUTE);
        assertTrue(idle.isSettled());
        assertFalse(reader.isSettled());
        assertFalse(later.isSettled());
        rig.settle();
        reader.status().orThrow();
    }

    @Test
    @Scenario(
            value = "H11",
            breaks = "whoever takes the place of readers does not wait for each of them")
    void anObjectThatIsReadByTwoIsNotGivenUpBeforeBothAreDone() {
        rig.submit(buffer, rig.write(buffer, 1));
        Client other = rig.manager().client("b");
        rig.runShort(other, 1);
        BufferHandle granted = buffer.grantTo(other, Access.READ);
        Fence one = rig.submit(buffer, rig.check(buffer, 1));
        Fence two = rig.submit(granted, rig.check(granted, 1));
        assertEquals(2, rig.device().held(COMPUTE).size(), "readers do not wait for readers");
        buffer.close();
        BufferHandle large = client.create("large", 60 << 10);
        Fence taking = rig.submit(large, rig.bump(large, -1));
        rig.complete(COMPUTE);
        assertTrue(one.isSettled());
        assertEquals(List.of(), rig.device().held(COPY_IN), "the other is reading still");
        rig.settle();
        two.status().orThrow();
        taking.status().orThrow();
    }
}
