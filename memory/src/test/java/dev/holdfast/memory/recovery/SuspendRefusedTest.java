package dev.holdfast.memory.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Pin;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.RecordedSpaces;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.SuspendLimits;
import dev.holdfast.memory.work.SuspendOutcome;
import dev.holdfast.memory.work.SuspendOutcome.Reason;
import dev.holdfast.testing.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// Everything, or nothing has changed.
class SuspendRefusedTest {
    private static final int KIB = 1 << 10;

    private static Rig rig(ManualDevice device) {
        return new Rig(device, MemoryOptions.defaults().withCleanShare(0));
    }

    private static BufferHandle written(Rig rig, String name, long sizeBytes, long value) {
        BufferHandle handle = rig.manager().client("of " + name).create(name, sizeBytes);
        rig.submit(handle, rig.write(handle, value));
        rig.settle();
        return handle;
    }

    /// What can be seen of where things are.
    private static List<Object> state(Rig rig, RecordedSpaces spaces) {
        return List.of(
                rig.manager().deviceUsage(),
                rig.manager().hostUsage(),
                rig.manager().imageBytes(),
                spaces.mapped(),
                spaces.unmaps());
    }

    private static <T extends Reason> T refused(Class<T> type, SuspendOutcome outcome) {
        var refused = assertInstanceOf(SuspendOutcome.Refused.class, outcome);
        assertTrue(refused.reason().message().length() > 20);
        return assertInstanceOf(type, refused.reason());
    }

    @Test
    @Scenario(
            value = {"K1", "K3"},
            breaks = "memory goes that the host has mapped, or a pin does not hold")
    void whileAnythingIsMappedOrPinned() throws Exception {
        ManualDevice device = new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB);
        Rig rig = rig(device);
        RecordedSpaces spaces = new RecordedSpaces(device);
        Client client = rig.manager().client("tenant");
        BufferHandle object = client.create("object", 4 * KIB);
        rig.submit(object, Work.launch(rig.kernel()).overwrites(object));
        rig.settle();
        HostMapping mapping = rig.meanwhile(() -> object.map(Access.READ).orThrow());
        List<Object> before = state(rig, spaces);
        assertTrue(refused(Reason.Mapped.class, rig.suspend()).object().contains("object"));
        assertEquals(before, state(rig, spaces));
        mapping.close();
        Pin pin = object.pin().orThrow();
        before = state(rig, spaces);
        assertTrue(refused(Reason.Pinned.class, rig.suspend()).object().contains("object"));
        assertEquals(before, state(rig, spaces));
        pin.close();
        rig.suspend().orThrow();
    }

    @Test
    @Scenario(value = "K4", breaks = "it takes as much memory as it likes")
    void whenTheContentIsMoreThanIsAllowed() throws Exception {
        Rig rig = rig(new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB));
        BufferHandle big = written(rig, "big", 8 * KIB, 1);
        BufferHandle small = written(rig, "small", 4 * KIB, 2);
        SuspendLimits limits = SuspendLimits.NONE.withImageBytes(8 * KIB);
        rig.device().leaving.set(true);
        SuspendOutcome outcome = rig.meanwhile(() -> rig.manager().suspend(limits));
        assertEquals(12 * KIB, refused(Reason.NoRoom.class, outcome).neededBytes());
        rig.submit(small, rig.bump(small, 2)).status();
        big.close();
        rig.settle();
        rig.meanwhile(() -> rig.manager().suspend(limits)).orThrow();
    }

    @Test
    @Scenario(value = "K1", breaks = "memory that is not to be had ends the manager")
    void whenThereIsNoMemory() throws Exception {
        Rig rig =
                new Rig(
                        new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB),
                        MemoryOptions.defaults()
                                .withCleanShare(0)
                                .withFaults(
                                        FaultPlan.of(
                                                1,
                                                List.of(FaultSpec.parse("bookkeeping:fail@#1")))));
        BufferHandle object = written(rig, "object", 4 * KIB, 1);
        refused(Reason.NoRoom.class, rig.suspend());
        Fence checked = rig.submit(object, rig.check(object, 1));
        rig.settle();
        checked.status().orThrow();
        rig.suspend().orThrow();
    }

    @Test
    @Scenario(
            value = {"K1", "34"},
            breaks = "content that could not be copied out is given up, or what was copied is kept")
    void whenSomethingCannotBeCopiedOut() throws Exception {
        ManualDevice device = new ManualDevice(64 * KIB, 256 * KIB, 0);
        Rig rig = rig(device);
        BufferHandle first = written(rig, "first", 8 * KIB, 10);
        BufferHandle second = written(rig, "second", 8 * KIB, 20);
        var deviceBefore = rig.manager().deviceUsage();
        var hostBefore = rig.manager().hostUsage();
        FutureTask<SuspendOutcome> suspending = new FutureTask<>(rig.manager()::suspend);
        Thread.ofPlatform().daemon().start(suspending);
        while (!suspending.isDone()) {
            device.complete(QueueKind.COPY_OUT);
            while (device.failUntouched(QueueKind.COPY_OUT)
                    || device.failUntouched(QueueKind.COPY_IN)) {
                rig.workers().runUntilIdle();
            }
            rig.workers().runUntilIdle();
            Thread.onSpinWait();
        }
        String named = refused(Reason.Unreadable.class, suspending.get()).object();
        assertTrue(named.contains("first") || named.contains("second"));
        rig.settle();
        assertEquals(deviceBefore, rig.manager().deviceUsage());
        assertEquals(hostBefore, rig.manager().hostUsage());
        assertEquals(0, rig.manager().imageBytes());
        assertEquals(0, rig.count(Counter.SUSPENDS));
        long moved = rig.count(Counter.BYTES_TO_DEVICE);
        Fence one = rig.submit(first, rig.check(first, 10));
        Fence other = rig.submit(second, rig.check(second, 20));
        rig.settle();
        one.status().orThrow();
        other.status().orThrow();
        assertEquals(moved, rig.count(Counter.BYTES_TO_DEVICE), "they had not left");
        rig.suspend().orThrow();
    }

    @Test
    @Scenario(
            value = "K1",
            breaks = "a suspension waits for ever, or what it waited for is cut off")
    void whenWhatIsUnderWayDoesNotEndInTime() throws Exception {
        try (var workers = new PlatformWorkers("late")) {
            var device = new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB);
            MemoryManager manager = MemoryManager.open(device, workers, MemoryOptions.defaults());
            new RecordedSpaces(device);
            Client client = manager.client("tenant");
            BufferHandle object = client.create("object", 4 * KIB);
            var kernel =
                    device.load(
                            new dev.holdfast.device.KernelCode.InJava(
                                    "none", (memory, none) -> {}));
            SettableFence foreign = new SettableFence();
            Fence done =
                    client.submit(Work.launch(kernel).overwrites(object).after(foreign)).orThrow();
            SuspendLimits limits = SuspendLimits.NONE.withPatience(Duration.ofMillis(2));
            refused(Reason.TooLate.class, manager.suspend(limits));
            assertEquals(false, done.isSettled());
            foreign.signal();
            while (!done.isSettled()) {
                device.completeAll();
            }
            done.status().orThrow();
            Fence again = client.submit(Work.launch(kernel).reads(object)).orThrow();
            while (!again.isSettled()) {
                device.completeAll();
            }
            manager.close();
        }
    }

    @Test
    @Scenario(value = "K1", breaks = "an interrupt leaves it half done")
    void anInterruptLeavesEverythingAsItWas() throws Exception {
        Rig rig = rig(new ManualDevice(64 * KIB, 256 * KIB, 0));
        BufferHandle object = written(rig, "object", 8 * KIB, 10);
        FutureTask<SuspendOutcome> suspending = new FutureTask<>(rig.manager()::suspend);
        Thread thread = Thread.ofPlatform().daemon().start(suspending);
        while (rig.device().held(QueueKind.COPY_OUT).isEmpty()) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        var thrown =
                org.junit.jupiter.api.Assertions.assertThrows(
                        java.util.concurrent.ExecutionException.class, suspending::get);
        assertInstanceOf(InterruptedException.class, thrown.getCause());
        Fence checked = rig.submit(object, rig.check(object, 10));
        rig.settle();
        checked.status().orThrow();
        assertEquals(256 * KIB, rig.manager().hostUsage().freeBytes());
        assertEquals(0, rig.manager().imageBytes());
        rig.close();
    }
}
