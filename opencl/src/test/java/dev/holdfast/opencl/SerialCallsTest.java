package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.Dispatch;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.Fault;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A driver that bears the calls of one thread only, and what that thread must not do.
final class SerialCallsTest {
    private static final long SIZE_BYTES = 4096;

    /// A driver's events, which remember who asked. While it is told to, it takes the first event
    /// that it sees for one that is not over.
    private static final class WatchedEvents implements Events {
        private final ClEvents real = new ClEvents();
        private final Set<String> threads = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean waited = new AtomicBoolean();
        private volatile boolean holds;
        private volatile long held;

        @Override
        public int status(long event) {
            threads.add(Thread.currentThread().getName());
            if (holds && held == 0) {
                held = event;
            }
            return holds && held == event ? COMPLETE + 1 : real.status(event);
        }

        @Override
        public void await(long event) {
            waited.set(true);
            real.await(event);
        }

        @Override
        public void ringWhenOver(long event, Bell bell) {
            threads.add(Thread.currentThread().getName());
            real.ringWhenOver(event, bell);
        }

        @Override
        public void release(long event) {
            threads.add(Thread.currentThread().getName());
            real.release(event);
        }
    }

    /// A device whose calls are serial, with `events`.
    private static Device open(WatchedEvents events, boolean waits, PlatformWorkers workers) {
        ClDevice first = Installed.require().devices().getFirst();
        var serial = Installed.with(first, first.limits(), new Calls(true));
        DeviceOptions sizes = DeviceOptions.of(1 << 20, 1 << 20);
        return Opening.open(serial, sizes, new Completions(events, waits), workers);
    }

    private static CompletableFuture<Optional<Fault>> submit(
            Device device, QueueKind queue, Command command) {
        CompletableFuture<Optional<Fault>> over = new CompletableFuture<>();
        device.queue(queue).submit(command, fault -> over.complete(Optional.ofNullable(fault)));
        return over;
    }

    private static void good(CompletableFuture<Optional<Fault>> over) throws Exception {
        assertEquals(Optional.empty(), over.get(60, TimeUnit.SECONDS));
    }

    private static Command copyIn() {
        var source = new CopySource.Lent(MemorySegment.ofArray(new byte[(int) SIZE_BYTES]));
        return new Command.Copy(
                List.of(new Transfer(source, Workbench.onDevice(SIZE_BYTES, SIZE_BYTES))));
    }

    /// Breaks if one kind of call is made by whoever wants it.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyCallIsMadeByOneThread(boolean waits) throws Exception {
        var events = new WatchedEvents();
        try (PlatformWorkers workers = new PlatformWorkers("test");
                Device device = open(events, waits, workers)) {
            Kernel kernel = device.load(Installed.contractKernel("times").orElseThrow());
            List<CompletableFuture<Optional<Fault>>> all = new ArrayList<>();
            List<Dispatch.Slot> slots =
                    List.of(
                            new Dispatch.Slot.Argument(0),
                            Dispatch.Slot.Scalar.of(3L),
                            Dispatch.Slot.Scalar.of(4L));
            var dispatch = new Dispatch(List.of(1L), List.of(), slots);
            Command launch = Workbench.launch(kernel, dispatch, Workbench.onDevice(0, SIZE_BYTES));
            for (int round = 0; round < 40; round++) {
                all.add(submit(device, QueueKind.COMPUTE, launch));
                all.add(submit(device, QueueKind.COPY_IN, copyIn()));
                all.add(submit(device, QueueKind.COPY_OUT, new Command.Marker()));
            }
            for (CompletableFuture<Optional<Fault>> each : all) {
                good(each);
            }
        }
        assertEquals(Set.of("opencl-calls"), events.threads);
        assertFalse(events.waited.get(), "that thread waited for an event");
    }

    /// Breaks if the one thread waits for a command: no other would ever be seen to be over.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void commandThatDoesNotEndHoldsNoOtherQueueUp(boolean waits) throws Exception {
        var events = new WatchedEvents();
        events.holds = true;
        try (PlatformWorkers workers = new PlatformWorkers("test");
                Device device = open(events, waits, workers)) {
            var stuck = submit(device, QueueKind.COMPUTE, new Command.Marker());
            while (events.held == 0) {
                Thread.onSpinWait();
            }
            good(submit(device, QueueKind.COPY_IN, copyIn()));
            device.load(Installed.contractKernel("nothing").orElseThrow());
            assertFalse(stuck.isDone());
            events.holds = false;
            good(stuck);
        }
    }

    @Test
    void whatIsThrownThereIsThrownHere() {
        Calls calls = new Calls(true);
        var thrown =
                assertThrows(
                        ClException.class, () -> calls.run(() -> ClException.check("clTest", -5)));
        assertEquals(-5, thrown.code());
        assertEquals("opencl-calls", calls.call(() -> Thread.currentThread().getName()));
    }

    /// Breaks if a call from that thread waits for that thread.
    @Test
    void callFromThatThreadIsMadeAtOnce() {
        Calls calls = new Calls(true);
        assertEquals(7, calls.call(() -> calls.call(() -> 7)));
    }

    @Test
    void interruptIsKeptAndTheCallIsMade() {
        Calls calls = new Calls(true);
        Thread.currentThread().interrupt();
        int made = calls.call(() -> 7);
        assertTrue(Thread.interrupted());
        assertEquals(7, made);
    }

    @Test
    void theWayIsChosenByNameOrPlatform() {
        assertTrue(Calls.of("auto", "Oclgrind").serial());
        assertFalse(Calls.of("auto", "Portable Computing Language").serial());
        assertTrue(Calls.of("serial", "Portable Computing Language").serial());
        assertFalse(Calls.of("direct", "Oclgrind").serial());
        assertThrows(IllegalArgumentException.class, () -> Calls.of("never", ""));
    }
}
