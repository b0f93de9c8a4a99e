package dev.holdfast.memory.recovery;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static dev.holdfast.device.QueueKind.COPY_IN;
import static dev.holdfast.device.QueueKind.COPY_OUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.PinOutcome;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The device is gone. What was under way settles, what is in host memory stays, and nobody is
/// given what is not there.
class LossTest {
    private static final int KIB = 1 << 10;
    private static final long SECOND = 1_000_000_000L;

    private final Rig rig = new Rig(64 * KIB, 256 * KIB);

    private static BufferHandle created(Rig rig, String name) {
        return rig.manager().client("of " + name).create(name, 32 * KIB);
    }

    private static FaultKind root(Fence fence) {
        return fence.fault().orElseThrow().root().kind();
    }

    private static void fill(Rig rig, BufferHandle handle, long word) throws Exception {
        rig.meanwhile(() -> {
            try (var mapping = handle.map(Access.OVERWRITE).orThrow()) {
                mapping.segment().set(ValueLayout.JAVA_LONG_UNALIGNED, 0, word);
            }
            return null;
        });
    }

    private void assertUnreadable(BufferHandle handle) throws Exception {
        MapOutcome outcome = rig.meanwhile(() -> handle.map(Access.READ));
        var refused = assertInstanceOf(MapOutcome.Refused.class, outcome);
        var content = assertInstanceOf(Refusal.ContentFault.class, refused.reason());
        assertEquals(FaultKind.DEVICE_LOST, content.fault().root().kind());
    }

    /// The device is lost, and says so by what it is at.
    private void lose() {
        rig.device().lose();
        rig.complete(COMPUTE);
    }

    @Test
    @Scenario(
            value = {"I1", "I2", "I4"},
            breaks = "what waits is handed to a device that is gone, or waits for ever")
    void oneCommandThatFailsWithTheDeviceEndsEverythingThatWaits() throws Exception {
        BufferHandle first = created(rig, "first");
        BufferHandle second = created(rig, "second");
        BufferHandle third = created(rig, "third");
        rig.runShort(first.client(), 1);
        rig.runShort(second.client(), 1);
        Fence running = rig.submit(first, rig.write(first, 1));
        Fence behind = rig.submit(first, rig.bump(first, 1));
        Fence other = rig.submit(second, rig.write(second, 2));
        Fence moving = rig.submit(third, rig.write(third, 3));
        assertEquals(3, rig.device().held(COMPUTE).size());
        lose();
        assertEquals(2, rig.device().held(COMPUTE).size());
        rig.settle();
        assertEquals(0, rig.device().held(COPY_OUT).size() + rig.device().held(COPY_IN).size());
        for (Fence fence : new Fence[] {running, behind, other, moving}) {
            assertEquals(FaultKind.DEVICE_LOST, root(fence));
        }
        assertEquals(FaultKind.DEVICE_LOST, rig.manager().lost().orElseThrow().kind());
        rig.close();
    }

    @Test
    @Scenario(value = "I1", breaks = "later work is accepted, and the objects of it are spoilt")
    void laterWorkIsRefusedAndChangesNothing() throws Exception {
        BufferHandle kept = created(rig, "kept");
        BufferHandle running = created(rig, "running");
        fill(rig, kept, 7);
        rig.submit(running, rig.write(running, 1));
        lose();
        SubmitOutcome outcome = kept.client().trySubmit(rig.write(kept, 8));
        var refused = assertInstanceOf(SubmitOutcome.Refused.class, outcome);
        assertInstanceOf(Refusal.DeviceLost.class, refused.reason());
        assertTrue(refused.reason().message().contains("lost by hand"));
        var pin = assertInstanceOf(PinOutcome.Refused.class, kept.pin());
        assertInstanceOf(Refusal.DeviceLost.class, pin.reason());
        assertEquals(7, rig.firstWord(kept), "it was not overwritten");
        BufferHandle fresh = created(rig, "fresh");
        fill(rig, fresh, 9);
        assertEquals(9, rig.firstWord(fresh));
        rig.close();
    }

    @Test
    @Scenario(value = "I3", breaks = "work behind a foreign fence is forgotten, or placed")
    void workBehindAForeignFenceFailsWithTheDeviceOnceThatSettles() throws Exception {
        BufferHandle object = created(rig, "object");
        SettableFence foreign = new SettableFence();
        Fence deferred = rig.submit(object, rig.write(object, 2).after(foreign));
        BufferHandle other = created(rig, "other");
        rig.submit(other, rig.write(other, 1));
        lose();
        assertFalse(deferred.isSettled());
        foreign.signal();
        rig.settle();
        Fault fault = deferred.fault().orElseThrow();
        assertEquals(FaultKind.DEVICE_LOST, fault.kind(), fault::toString);
        rig.close();
    }

    @Test
    @Scenario(
            value = {"E3", "I1"},
            breaks = "a host copy that a newer version was to replace passes for the content")
    void aHostCopyCountsIfItsWriterEndedWellAndNothingNewerWasSubmitted() throws Exception {
        BufferHandle clean = created(rig, "clean");
        BufferHandle changing = created(rig, "changing");
        fill(rig, clean, 5);
        fill(rig, changing, 6);
        Fence read = rig.submit(clean, Work.launch(rig.kernel()).reads(clean));
        Fence changed = rig.submit(changing, rig.write(changing, 100));
        rig.device().completeAll();
        rig.settle();
        read.status().orThrow();
        changed.status().orThrow();
        BufferHandle running = created(rig, "running");
        rig.submit(running, rig.write(running, 1));
        rig.device().lose();
        rig.settle();
        assertEquals(5, rig.firstWord(clean), "the host has it, and nobody has written it since");
        assertUnreadable(running);
        rig.close();
    }

    @Test
    @Scenario(value = "E3", breaks = "content is saved from the memory of a dead device")
    void whatOnlyTheDeviceHadIsLostByName() throws Exception {
        BufferHandle there = created(rig, "there");
        Fence written = rig.submit(there, rig.write(there, 1));
        rig.settle();
        written.status().orThrow();
        BufferHandle running = created(rig, "running");
        rig.submit(running, rig.write(running, 1));
        BufferHandle evicting = created(rig, "evicting");
        rig.submit(evicting, rig.write(evicting, 1));
        assertEquals(1, rig.device().held(COPY_OUT).size());
        lose();
        rig.settle();
        assertUnreadable(there);
        assertEquals(2, rig.count(Counter.COPIES_LOST), "and the zeros for who comes in its place");
        assertEquals(0, rig.count(Counter.COPIES_REPAIRED_BY_HOST));
        rig.close();
    }

    @Test
    @Scenario(value = "I11", breaks = "a hang on a device that is lost is nobody's to end")
    void aHangThatIsFollowedByALossEndsWithinTheLimit() {
        ManualDevice device = new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB);
        device.onReset((queue, guilty) -> new ResetOutcome.NotPossible("the device is lost"));
        Rig watched =
                new Rig(
                        device,
                        MemoryOptions.defaults()
                                .withCleanShare(0)
                                .withWatchdog(Duration.ofSeconds(1)));
        BufferHandle object = created(watched, "object");
        watched.runShort(object.client(), 1);
        Fence hung = watched.submit(object, watched.write(object, 1));
        Fence behind = watched.submit(object, watched.bump(object, 1));
        watched.workers().advance(SECOND / 2);
        device.lose();
        watched.workers().advance(SECOND / 2);
        assertEquals(FaultKind.UNSTOPPED, hung.fault().orElseThrow().kind());
        assertEquals(FaultKind.DEVICE_LOST, root(hung));
        assertEquals(FaultKind.DEVICE_LOST, root(behind));
        assertEquals(FaultKind.DEVICE_LOST, watched.manager().lost().orElseThrow().kind());
        watched.manager().close();
        assertEquals(2, device.completeAll(), "late, and to nobody");
    }
}
