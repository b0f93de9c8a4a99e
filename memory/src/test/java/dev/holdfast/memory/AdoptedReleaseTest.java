package dev.holdfast.memory;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static dev.holdfast.device.QueueKind.COPY_IN;
import static dev.holdfast.device.QueueKind.COPY_OUT;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.testing.Adopted;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.RefusedException;
import dev.holdfast.memory.work.ResumeOutcome;
import dev.holdfast.memory.work.SuspendLimits;
import dev.holdfast.memory.work.SuspendOutcome;
import dev.holdfast.testing.Threads;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When adopted memory is let go: once, and only when nobody can touch it any more.
final class AdoptedReleaseTest {
    private static final int KIB = 1 << 10;

    private final ManualDevice device = new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB);
    private final Adopted adopted = Adopted.by(device, 4 * KIB, 100);

    private Rig rig() {
        return Rig.patient(device, MemoryOptions.defaults().withCleanShare(0));
    }

    /// Breaks if it is let go under a command that is on its way.
    @Test
    void whatIsClosedInFlightIsLetGoBehindItsLastUser() throws Exception {
        try (var rig = rig()) {
            BufferHandle handle = adopted.as(rig.manager().client("a"), "his");
            Fence write = rig.submit(handle, rig.write(handle, 1));
            Fence read = rig.submit(handle, rig.check(handle, 1));
            handle.close();
            rig.workers().runUntilIdle();
            assertEquals(0, adopted.released());
            rig.complete(COMPUTE);
            assertTrue(write.isSettled());
            assertEquals(0, adopted.released());
            assertFalse(adopted.memory().released().isSettled());
            rig.complete(COMPUTE);
            read.status().orThrow();
            assertEquals(1, adopted.released());
            assertTrue(adopted.memory().released().isSettled());
            assertEquals(0, rig.manager().adoptedBytes());
            assertFalse(device.hasAdopted(adopted.memory()));
        }
        device.close();
        assertEquals(1, adopted.released());
    }

    /// Breaks if what the host has written is let go before it has arrived.
    @Test
    void whatIsClosedWhileItIsMappedIsWrittenBackFirst() throws Exception {
        try (var rig = rig()) {
            BufferHandle handle = adopted.as(rig.manager().client("a"), "his");
            try (var mapping = handle.map(Access.READ_WRITE).orThrow()) {
                mapping.segment().setAtIndex(ValueLayout.JAVA_LONG, 0, 7);
                handle.close();
                rig.settle();
                assertEquals(0, adopted.released());
            }
            rig.workers().runUntilIdle();
            assertEquals(0, adopted.released());
            rig.complete(COPY_IN);
            assertEquals(7, adopted.word(0));
            assertEquals(1, adopted.released());
        }
    }

    /// Breaks if a capture's hold does not keep it.
    @Test
    void whatACaptureReadsIsKeptUntilItIsRead() throws Exception {
        try (var rig = rig()) {
            BufferHandle handle = adopted.as(rig.manager().client("a"), "his");
            var _ = rig.submit(handle, rig.check(handle, 100).captured());
            assertTrue(device.fail(COMPUTE));
            handle.close();
            boolean any = true;
            while (any) {
                any = false;
                for (String name : rig.workers().runnable()) {
                    any |= !name.equals("capture") && rig.workers().step(name);
                }
            }
            assertEquals(0, adopted.released());
            rig.settle();
            assertEquals(1, adopted.released());
            var object = rig.manager().takeCapture().orElseThrow().objects().getFirst();
            assertEquals("adopted", object.atSubmission().region());
            assertInstanceOf(Contents.Present.class, object.contents());
        }
    }

    /// Breaks if somebody lets it go whom others wait for: a driver may block there.
    @Test
    void whoeverSettlesTheFenceOfItsLastUserDoesNotLetItGo() throws Exception {
        try (var rig = rig()) {
            BufferHandle handle = adopted.as(rig.manager().client("a"), "his");
            Fence last = rig.submit(handle, rig.check(handle, 100));
            handle.close();
            rig.workers().runUntilIdle();
            assertTrue(device.complete(COMPUTE));
            last.status().orThrow();
            assertEquals(0, adopted.released());
            assertEquals(List.of("release"), rig.workers().runnable());
            assertTrue(rig.workers().step("release"));
            assertEquals(1, adopted.released());
        }
    }

    @Test
    void closingTheClientLetsItGo() throws Exception {
        try (var rig = rig()) {
            Client client = rig.manager().client("a");
            BufferHandle handle = adopted.as(client, "his");
            Fence write = rig.submit(handle, rig.write(handle, 1));
            client.close();
            assertEquals(0, adopted.released());
            rig.settle();
            assertTrue(write.isSettled());
            assertEquals(1, adopted.released());
        }
        device.close();
        assertEquals(1, adopted.released());
    }

    /// Breaks if a manager is closed, and so its device may be, before all is let go.
    @Test
    void closingTheManagerLetsItGo() throws Exception {
        var rig = rig();
        try (rig) {
            BufferHandle handle = adopted.as(rig.manager().client("a"), "his");
            var _ = rig.submit(handle, rig.bump(handle, 100));
        }
        assertEquals(1, adopted.released());
        assertEquals(0, rig.manager().adoptedBytes());
        device.close();
        assertEquals(1, adopted.released());
    }

    /// Breaks if a manager leaves its device while somebody else lets memory of that go.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavingTheDeviceWaitsForWhoeverLetsItGo(boolean suspending) throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        var entered = new CountDownLatch(1);
        var closing = new CountDownLatch(1);
        var closer = new AtomicReference<Thread>();
        Runnable release =
                () -> {
                    entered.countDown();
                    assertTrue(assertDoesNotThrow(() -> closing.await(1, TimeUnit.MINUTES)));
                    Threads.untilParked(closer.get());
                    order.add("let go");
                };
        try (var workers = new PlatformWorkers("adopted");
                var real = new ManualDevice(4096, 4096, 4096)) {
            var manager = MemoryManager.open(real, workers, MemoryOptions.defaults());
            AdoptedMemory mine = Adopted.by(real, 512, release);
            BufferHandle handle = manager.client("a").adopt("his", mine);
            var letting = Threads.start(handle::close);
            assertTrue(entered.await(1, TimeUnit.MINUTES));
            var leaving =
                    Threads.start(() -> {
                        if (suspending) {
                            manager.suspend().orThrow();
                        } else {
                            manager.close();
                        }
                        order.add("left");
                    });
            closer.set(leaving.thread());
            closing.countDown();
            leaving.join();
            letting.join();
            assertEquals(List.of("let go", "left"), order);
        }
    }

    /// Breaks if only what a command writes is kept from going back.
    @Test
    void whatACopyThatWasNotStoppedReadsStaysUntilTheDeviceGoes() throws Exception {
        try (var rig = new Rig(device, MemoryOptions.defaults().withCleanShare(0))) {
            BufferHandle handle = adopted.as(rig.manager().client("a"), "his");
            var mapping =
                    Threads.start(() -> {
                        if (handle.map(Access.READ) instanceof MapOutcome.Mapped(var view)) {
                            view.close();
                        }
                    });
            Threads.untilParked(mapping.thread());
            assertTrue(device.abandon(COPY_OUT));
            while (mapping.thread().isAlive()) {
                rig.settle();
            }
            mapping.join();
            handle.close();
            rig.settle();
            assertEquals(0, adopted.released());
            assertEquals(4 * KIB, rig.manager().adoptedBytes());
        }
        device.close();
        assertEquals(1, adopted.released());
    }

    /// Breaks if what a device keeps that was left still counts on the next one.
    @Test
    void whatOneDeviceKeepsIsNoAffairOfTheNext() throws Exception {
        ManualDevice next = new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB);
        try (var rig = rig()) {
            BufferHandle handle = adopted.as(rig.manager().client("a"), "his");
            var _ = rig.submit(handle, rig.bump(handle, 100));
            rig.workers().runUntilIdle();
            assertTrue(device.abandon(COMPUTE));
            handle.close();
            rig.settle();
            rig.suspend().orThrow();
            assertEquals(4 * KIB, rig.manager().adoptedBytes());
            device.close();
            assertEquals(1, adopted.released());
            assertInstanceOf(ResumeOutcome.Resumed.class, rig.resume(next));
            assertEquals(0, rig.manager().adoptedBytes());
            Adopted again = Adopted.by(next, 4 * KIB, 200);
            BufferHandle other = again.as(rig.manager().client("b"), "again");
            Fence read = rig.submit(other, rig.check(other, 200));
            rig.settle();
            read.status().orThrow();
        }
        assertEquals(1, adopted.released());
    }

    @Test
    void onALostDeviceItIsLetGoToo() throws Exception {
        try (var rig = rig()) {
            Client client = rig.manager().client("a");
            BufferHandle handle = adopted.as(client, "his");
            Fence lost = rig.submit(handle, rig.bump(handle, 100));
            device.lose();
            rig.settle();
            assertTrue(lost.isFailed());
            Adopted late = Adopted.by(device, 4 * KIB, 100);
            assertThrows(RefusedException.class, () -> late.as(client, "late"));
            assertTrue(late.memory().claim(), "it was not taken");
            assertInstanceOf(MapOutcome.Refused.class, handle.map(Access.READ));
            var outcome = rig.meanwhile(() -> rig.manager().salvage(SuspendLimits.NONE));
            var refused = assertInstanceOf(SuspendOutcome.Refused.class, outcome);
            assertInstanceOf(SuspendOutcome.Reason.Adopted.class, refused.reason());
            assertEquals(0, adopted.released());
            handle.close();
            rig.settle();
            assertEquals(1, adopted.released());
        }
    }

    /// Breaks if memory goes back to its owner that a command may still touch, one way or another.
    @Test
    void whatACommandMayTouchForEverIsLetGoWhenTheDeviceIsClosed() throws Exception {
        Adopted read = Adopted.by(device, 4 * KIB, 100);
        try (var rig = rig()) {
            Client client = rig.manager().client("a");
            BufferHandle handle = adopted.as(client, "his");
            BufferHandle other = read.as(client, "only read");
            Work work = rig.bump(handle, 100).reads(other);
            Fence unstopped = rig.submit(handle, work);
            rig.workers().runUntilIdle();
            handle.close();
            assertTrue(device.abandon(COMPUTE));
            rig.workers().runUntilIdle();
            assertTrue(unstopped.isFailed());
            Fence reader = rig.submit(other, rig.check(other, 100));
            rig.settle();
            reader.status().orThrow();
            other.close();
            rig.settle();
            assertEquals(8 * KIB, rig.manager().adoptedBytes());
        }
        assertEquals(0, adopted.released() + read.released());
        device.close();
        assertEquals(1, adopted.released());
        assertEquals(1, read.released());
        assertTrue(adopted.memory().released().isSettled());
    }

    @Test
    void ofADeviceThatWasGivenUpNothingGoesBackThatItMayTouch() throws Exception {
        Adopted other = Adopted.by(device, 4 * KIB, 100);
        MemoryOptions options = MemoryOptions.defaults().withWatchdog(Duration.ofSeconds(1));
        Rig rig = Rig.patient(device, options.withCleanShare(0));
        Client client = rig.manager().client("a");
        BufferHandle handle = adopted.as(client, "his");
        BufferHandle idle = other.as(client, "idle");
        Fence endless = rig.submit(handle, rig.bump(handle, 100));
        rig.workers().runUntilIdle();
        rig.workers().advance(1_100_000_000);
        rig.workers().runUntilIdle();
        assertTrue(endless.isFailed());
        assertTrue(rig.manager().lost().isPresent());
        handle.close();
        idle.close();
        rig.manager().close();
        assertEquals(1, other.released(), "nobody touches this one");
        assertEquals(0, adopted.released());
        device.close();
        assertEquals(1, adopted.released());
        assertEquals(1, other.released());
    }
}
