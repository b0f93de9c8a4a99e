package dev.holdfast.memory.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.PinOutcome;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.capture.CaptureOutcome;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.RefusedException;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.memory.work.SuspendOutcome;
import dev.holdfast.testing.Scenario;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// Everything comes off a device, and is what it was on the next.
class SuspendTest {
    private static final int KIB = 1 << 10;

    private final Rig rig = new Rig(64 * KIB, 256 * KIB);
    private final Client client = rig.manager().client("tenant");

    /// The device is closed, and its memory is somebody else's.
    private SuspendOutcome.Suspended suspendAndClose() throws Exception {
        var suspended = assertInstanceOf(SuspendOutcome.Suspended.class, rig.suspend());
        assertEquals(List.of(), rig.manager().audit(true));
        rig.device().close();
        return suspended;
    }

    private void resumeOnAnother() {
        rig.resume(ManualDevice.poisoned(64 * KIB, 256 * KIB, 64 * KIB)).orThrow();
    }

    private BufferHandle written(String name, long sizeBytes, long value) {
        BufferHandle handle = client.create(name, sizeBytes);
        rig.submit(handle, rig.write(handle, value)).status();
        rig.settle();
        return handle;
    }

    private void fill(BufferHandle handle, long word) throws Exception {
        rig.meanwhile(() -> {
            try (var mapping = handle.map(Access.OVERWRITE).orThrow()) {
                mapping.segment().set(ValueLayout.JAVA_LONG_UNALIGNED, 0, word);
            }
            return null;
        });
    }

    private void check(BufferHandle handle, long value) {
        Fence checked = rig.submit(handle, rig.check(handle, value));
        rig.settle();
        checked.status().orThrow();
    }

    @Test
    @Scenario(
            value = {"K1", "K3", "24"},
            breaks = "content stays behind with the device, or comes back as something else")
    void whateverWasSomewhereIsThereAgain() throws Exception {
        BufferHandle dirty = written("dirty", 24 * KIB, 100);
        BufferHandle evicted = written("evicted", 32 * KIB + 8, 200);
        written("crowd", 40 * KIB, 300);
        BufferHandle mapped = client.create("mapped", 4 * KIB);
        fill(mapped, 7);
        BufferHandle zeros = client.create("zeros", 4 * KIB);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment file = arena.allocate(8 * KIB);
            for (int i = 0; i < KIB; i++) {
                file.setAtIndex(ValueLayout.JAVA_LONG, i, 400 + i);
            }
            BufferHandle lent = client.createFrom("lent", file);
            var suspended = suspendAndClose();
            assertEquals(4, suspended.objects(), "not the zeros, nor what is lent anyway");
            assertEquals(100 * KIB + 8, suspended.bytes());
            assertEquals(suspended.bytes(), rig.manager().imageBytes());
            resumeOnAnother();
            check(dirty, 100);
            check(evicted, 200);
            check(zeros, -1);
            check(lent, 400);
            assertEquals(7, rig.firstWord(mapped));
            assertEquals(100, rig.firstWord(dirty));
            lent.close();
            rig.settle();
        }
        rig.close();
        assertEquals(0, rig.manager().imageBytes());
    }

    @Test
    @Scenario(
            value = "K1",
            breaks = "work that was accepted is dropped, or overtaken by the device")
    void whatWasQueuedIsDoneBefore() throws Exception {
        BufferHandle counter = client.create("counter", 8);
        List<Fence> all = new ArrayList<>();
        all.add(rig.submit(counter, rig.write(counter, 0)));
        for (int i = 0; i < 50; i++) {
            all.add(rig.submit(counter, rig.bump(counter, i)));
        }
        SettableFence foreign = new SettableFence();
        all.add(rig.submit(counter, rig.bump(counter, 50).after(foreign)));
        FutureTask<SuspendOutcome> suspending = begun();
        assertFalse(suspending.isDone(), "accepted work waits for a fence of the user's");
        foreign.signal();
        finish(suspending).orThrow();
        rig.device().close();
        for (Fence each : all) {
            each.status().orThrow();
        }
        resumeOnAnother();
        check(counter, 51);
        rig.close();
    }

    /// A suspension that waits for something that is not going to come by itself, or has ended.
    private FutureTask<SuspendOutcome> begun() {
        rig.device().leaving.set(true);
        FutureTask<SuspendOutcome> task = new FutureTask<>(rig.manager()::suspend);
        Thread thread = Thread.ofPlatform().daemon().start(task);
        while (!task.isDone() && (thread.getState() != Thread.State.WAITING || rig.isBusy())) {
            rig.settle();
            Thread.onSpinWait();
        }
        return task;
    }

    private SuspendOutcome finish(FutureTask<SuspendOutcome> task) throws Exception {
        return rig.meanwhile(task::get);
    }

    @Test
    @Scenario(value = "K1", breaks = "something new begins on a device that is about to be closed")
    void nothingNewBeginsFromTheFirstMomentOn() throws Exception {
        BufferHandle object = written("object", 4 * KIB, 1);
        SettableFence foreign = new SettableFence();
        rig.submit(object, rig.bump(object, 1).after(foreign));
        FutureTask<SuspendOutcome> suspending = begun();
        assertNothingNew(object);
        foreign.signal();
        finish(suspending).orThrow();
        assertNothingNew(object);
        resumeOnAnother();
        check(object, 2);
        object.pin().orThrow().close();
        rig.manager().client("another");
        rig.close();
    }

    private void assertNothingNew(BufferHandle object) throws Exception {
        Refusal.Suspended suspended = new Refusal.Suspended();
        assertEquals(
                new SubmitOutcome.Refused(suspended),
                client.trySubmit(Work.launch(rig.kernel()).reads(object)));
        assertEquals(new PinOutcome.Refused(suspended), object.pin());
        assertEquals(
                new MapOutcome.Refused(suspended), rig.meanwhile(() -> object.map(Access.READ)));
        assertEquals(suspended, object.clear().orElseThrow());
        assertEquals(
                new CaptureOutcome.NotBegun(CaptureOutcome.Reason.SUSPENDED),
                rig.manager().capture());
        assertThrows(RefusedException.class, () -> rig.manager().client("new"));
        assertThrows(IllegalStateException.class, rig.manager()::suspend);
    }

    @Test
    @Scenario(value = "K1", breaks = "an image outlives the objects that it was made for")
    void theImageGoesAsItsObjectsAreOverwrittenOrClosed() throws Exception {
        BufferHandle closed = written("closed", 4 * KIB, 1);
        BufferHandle overwritten = written("overwritten", 8 * KIB, 2);
        BufferHandle closedBefore = written("closed before", 4 * KIB, 3);
        suspendAndClose();
        closedBefore.close();
        long image = rig.manager().imageBytes();
        assertEquals(16 * KIB, image, "one slab, as long as anybody needs any of it");
        resumeOnAnother();
        closed.close();
        rig.submit(overwritten, rig.bump(overwritten, 2));
        assertEquals(image, rig.manager().imageBytes(), "still being read");
        rig.settle();
        assertEquals(0, rig.manager().imageBytes());
        check(overwritten, 3);
        rig.close();
    }

    @Test
    @Scenario(
            value = "K1",
            breaks = "objects are not to be made or closed while there is no device")
    void objectsComeAndGoMeanwhile() throws Exception {
        BufferHandle old = written("old", 4 * KIB, 1);
        Client leaving = rig.manager().client("leaving");
        leaving.create("its", 4 * KIB);
        suspendAndClose();
        old.close();
        leaving.close();
        BufferHandle young = client.create("young", 64 * KIB);
        BufferHandle granted = young.grantTo(client, Access.READ);
        resumeOnAnother();
        check(granted, -1);
        rig.close();
    }

    @Test
    @Scenario(value = "K1", breaks = "a manager that is never resumed cannot be closed")
    void aSuspendedManagerCanBeClosed() throws Exception {
        written("object", 4 * KIB, 1);
        suspendAndClose();
        rig.manager().close();
        assertEquals(0, rig.manager().imageBytes());
    }

    @Test
    @Scenario(
            value = {"B12", "K1"},
            breaks = "a content that carries a fault passes for right after a suspension")
    void aFaultOfTheContentStaysWithIt() throws Exception {
        BufferHandle object = written("object", 4 * KIB, 1);
        rig.submit(object, rig.bump(object, 77));
        rig.settle();
        suspendAndClose();
        resumeOnAnother();
        var refused =
                assertInstanceOf(
                        SubmitOutcome.Refused.class, client.trySubmit(rig.check(object, 1)));
        assertInstanceOf(Refusal.ContentFault.class, refused.reason());
        object.accept();
        check(object, 1);
        rig.close();
    }

    @Test
    @Scenario(value = "K1", breaks = "it works once")
    void againAndAgain() throws Exception {
        BufferHandle object = written("object", 60 * KIB, 0);
        for (int i = 0; i < 5; i++) {
            suspendAndClose();
            resumeOnAnother();
            rig.submit(object, rig.bump(object, i));
        }
        rig.settle();
        check(object, 5);
        assertEquals(5, rig.count(Counter.SUSPENDS));
        rig.close();
    }

    @Test
    @Scenario(
            value = {"K1", "27"},
            breaks = "what is left in memory of a device that was not closed passes for zeros")
    void theVeryDeviceMayComeBackWithWhatIsInIt() throws Exception {
        BufferHandle secret = written("secret", 64 * KIB, 1234);
        rig.suspend().orThrow();
        secret.close();
        rig.resume(rig.device()).orThrow();
        BufferHandle other = rig.manager().client("other").create("other", 64 * KIB);
        check(other, -1);
        rig.close();
    }

    @Test
    @Scenario(value = "K1", breaks = "only what the CPU sees comes out, or what fits beside it")
    void whatTheCpuDoesNotSeeGoesThroughWhatIsFreeOfHostMemory() throws Exception {
        var device = new ManualDevice(64 * KIB, 68 * KIB, 0);
        Rig blind = new Rig(device, MemoryOptions.defaults().withCleanShare(0));
        Client tenant = blind.manager().client("tenant");
        BufferHandle evicted = tenant.create("evicted", 64 * KIB);
        BufferHandle there = tenant.create("there", 60 * KIB);
        blind.submit(evicted, blind.write(evicted, 10));
        blind.submit(there, blind.write(there, 20));
        blind.settle();
        assertEquals(4 * KIB, blind.manager().hostUsage().freeBytes());
        blind.suspend().orThrow();
        device.close();
        blind.resume(new ManualDevice(64 * KIB, 68 * KIB, 0)).orThrow();
        Fence first = blind.submit(there, blind.check(there, 20));
        Fence second = blind.submit(evicted, blind.check(evicted, 10));
        blind.settle();
        first.status().orThrow();
        second.status().orThrow();
        assertTrue(blind.manager().audit(true).isEmpty());
        blind.close();
    }
}
