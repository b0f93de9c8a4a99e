package dev.holdfast.memory.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.capture.CaptureLimits;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.AcceptOutcome;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.ResumeOutcome;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.memory.work.SuspendLimits;
import dev.holdfast.memory.work.SuspendOutcome;
import dev.holdfast.testing.Scenario;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// After a loss: what host memory has goes on, what only the device had is lost by name.
class RecoverTest {
    private static final int KIB = 1 << 10;

    // a capture would begin on whichever thread learns of the loss, and workers are this one's
    private final Rig rig =
            new Rig(
                    new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB),
                    MemoryOptions.defaults().withCleanShare(0).withCapture(CaptureLimits.off()));
    private final Client client = rig.manager().client("tenant");

    private static ManualDevice another() {
        return ManualDevice.poisoned(64 * KIB, 256 * KIB, 64 * KIB);
    }

    private BufferHandle uploaded(String name, long word) throws Exception {
        BufferHandle handle = client.create(name, 4 * KIB);
        rig.meanwhile(() -> {
            try (var mapping = handle.map(Access.OVERWRITE).orThrow()) {
                for (int i = 0; i < KIB / 2; i++) {
                    mapping.segment().setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i, word + i);
                }
            }
            return null;
        });
        return handle;
    }

    private void lose() {
        rig.device().lose();
        BufferHandle last = client.create("last", 4 * KIB);
        client.trySubmit(rig.write(last, 1));
        rig.settle();
        assertTrue(rig.manager().lost().isPresent());
    }

    private Fault contentFault(BufferHandle handle) {
        var refused =
                assertInstanceOf(
                        SubmitOutcome.Refused.class,
                        client.trySubmit(Work.launch(rig.kernel()).reads(handle)));
        return assertInstanceOf(Refusal.ContentFault.class, refused.reason()).fault();
    }

    private void check(BufferHandle handle, long value) {
        Fence checked = rig.submit(handle, rig.check(handle, value));
        rig.settle();
        checked.status().orThrow();
    }

    private ResumeOutcome recover(ManualDevice device) throws Exception {
        rig.device().leaving.set(true);
        return switch (rig.meanwhile(() -> rig.manager().salvage(SuspendLimits.NONE))) {
            case SuspendOutcome.Suspended suspended -> {
                rig.device().close();
                yield rig.resume(device);
            }
            case SuspendOutcome.Refused(SuspendOutcome.Reason reason) ->
                    new ResumeOutcome.Refused(reason.message());
        };
    }

    @Test
    @Scenario(
            value = {"K2", "E3", "I1"},
            breaks = "content is saved from a dead device, or what the host has is lost")
    void whatHostMemoryHasGoesOnAndTheRestIsLostByName() throws Exception {
        BufferHandle there = client.create("there", 8 * KIB);
        rig.submit(there, rig.write(there, 50));
        BufferHandle onHost = uploaded("on host", 10);
        BufferHandle onBoth = uploaded("on both", 20);
        rig.submit(onBoth, rig.check(onBoth, 20));
        BufferHandle zeros = client.create("zeros", 4 * KIB);
        rig.submit(zeros, rig.check(zeros, -1));
        BufferHandle changed = uploaded("changed", 30);
        rig.submit(changed, rig.bump(changed, 30));
        rig.settle();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment file = arena.allocate(8);
            file.set(ValueLayout.JAVA_LONG, 0, 40);
            BufferHandle lent = client.createFrom("lent", file);
            lose();
            recover(another()).orThrow();
            check(onHost, 10);
            check(onBoth, 20);
            check(zeros, -1);
            check(lent, 40);
            lent.close();
            rig.settle();
        }
        for (BufferHandle gone : new BufferHandle[] {there, changed}) {
            Fault fault = contentFault(gone);
            assertEquals(FaultKind.CONTENT_LOST, fault.kind());
            assertTrue(fault.message().contains(gone.name()));
            assertEquals(FaultKind.DEVICE_LOST, fault.root().kind());
            assertInstanceOf(AcceptOutcome.Refused.class, gone.accept());
        }
        assertEquals(3, rig.count(Counter.OBJECTS_LOST), "and the one that was to be written last");
        Fence again = rig.submit(there, rig.write(there, 60));
        rig.settle();
        again.status().orThrow();
        check(there, 60);
        assertTrue(changed.clear().isEmpty());
        check(changed, -1);
        rig.close();
    }

    @Test
    @Scenario(
            value = "K2",
            breaks = "a lost device is suspended as if all was well, or the other way")
    void aLostDeviceIsNotSuspendedAndASoundOneNotGivenUp() throws Exception {
        BufferHandle object = uploaded("object", 10);
        var sound = assertInstanceOf(ResumeOutcome.Refused.class, recover(another()));
        assertTrue(sound.reason().contains("not lost"));
        lose();
        var lost = assertInstanceOf(SuspendOutcome.Refused.class, rig.suspend());
        assertInstanceOf(SuspendOutcome.Reason.DeviceLost.class, lost.reason());
        recover(another()).orThrow();
        check(object, 10);
        rig.close();
    }

    @Test
    @Scenario(
            value = {"K2", "I1"},
            breaks = "a device that is lost while it is left takes content with it that was there")
    void aDeviceThatIsLostMeanwhileIsNotLeft() throws Exception {
        BufferHandle there = client.create("there", 8 * KIB);
        rig.submit(there, rig.write(there, 50));
        rig.settle();
        BufferHandle running = client.create("running", 8 * KIB);
        rig.submit(running, rig.write(running, 1));
        FutureTask<SuspendOutcome> suspending = new FutureTask<>(rig.manager()::suspend);
        Thread thread = Thread.ofPlatform().daemon().start(suspending);
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        rig.device().lose();
        SuspendOutcome outcome = rig.meanwhile(suspending::get);
        var refused = assertInstanceOf(SuspendOutcome.Refused.class, outcome);
        assertInstanceOf(SuspendOutcome.Reason.DeviceLost.class, refused.reason());
        rig.settle();
        recover(another()).orThrow();
        assertEquals(FaultKind.CONTENT_LOST, contentFault(there).kind());
        rig.close();
    }

    @Test
    @Scenario(
            value = "K2",
            breaks = "what the dead device's host memory no longer shows ends recovery")
    void hostMemoryThatWentTooIsLostByName() throws Exception {
        BufferHandle object = uploaded("object", 10);
        lose();
        rig.device().hide(true);
        recover(another()).orThrow();
        assertEquals(FaultKind.CONTENT_LOST, contentFault(object).kind());
        rig.close();
    }

    @Test
    @Scenario(
            value = {"I6", "K2"},
            breaks = "who may write for ever writes to what was salvaged")
    void whatAnUnstoppedCommandMayWriteIsNotSalvaged() throws Exception {
        BufferHandle evicted = client.create("evicted", 64 * KIB);
        rig.submit(evicted, rig.write(evicted, 1));
        rig.settle();
        BufferHandle next = client.create("next", 64 * KIB);
        rig.submit(next, rig.write(next, 2));
        rig.device().abandon(QueueKind.COPY_OUT);
        rig.settle();
        lose();
        recover(another()).orThrow();
        contentFault(evicted);
        rig.close();
    }
}
