package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Drivers that do not do what they promise: events that end badly, and bells that do not ring.
final class RoughEventsTest {

    /// A driver's own events, but for what is wrong with them.
    private static final class RoughEvents implements Events {
        private final ClEvents real = new ClEvents();
        private final Map<Integer, Integer> codes;
        private final boolean rings;
        private final Map<Long, Integer> numbers = new ConcurrentHashMap<>();
        private final AtomicInteger count = new AtomicInteger();

        /// The event that is the n-th to be looked at ends with its code, if it has one.
        RoughEvents(Map<Integer, Integer> codes, boolean rings) {
            this.codes = codes;
            this.rings = rings;
        }

        @Override
        public int status(long event) {
            int status = real.status(event);
            int number = numbers.computeIfAbsent(event, any -> count.incrementAndGet());
            return status > COMPLETE ? status : codes.getOrDefault(number, status);
        }

        @Override
        public void await(long event) {
            real.await(event);
        }

        @Override
        public void ringWhenOver(long event, Bell bell) {
            if (rings) {
                real.ringWhenOver(event, bell);
            }
        }

        @Override
        public void release(long event) {
            numbers.remove(event);
            real.release(event);
        }
    }

    private static Workbench bench(Map<Integer, Integer> codes, boolean rings, boolean waits) {
        return new Workbench(
                UnaryOperator.identity(),
                new Completions(new RoughEvents(codes, rings), waits),
                Workbench.HEAP_BYTES);
    }

    /// Breaks if a bell is the only way to learn that a command is over.
    @Test
    void whereNoBellRingsTheQueueLooksByItself() {
        try (Workbench bench = bench(Map.of(), false, false)) {
            for (int i = 0; i < 3; i++) {
                bench.runWell(QueueKind.COMPUTE, new Command.Marker());
            }
        }
    }

    /// The bell of each event rings once, while the queue is looking at it, and the look says that
    /// it is not over yet. There is no alarm either. Breaks if a bell is forgotten that rings while
    /// the worker is at work.
    @Test
    void aBellThatRingsDuringALookIsHeard() {
        ClDevice first = Installed.require().devices().getFirst();
        var sizes = DeviceOptions.of(1 << 20, 1 << 20);
        try (PlatformWorkers workers = new PlatformWorkers("test");
                Device device =
                        Opening.open(
                                first,
                                sizes,
                                new Completions(new HastyEvents(), false),
                                new WithoutAlarms(workers))) {
            for (int i = 0; i < 20; i++) {
                CompletableFuture<Optional<Fault>> over = new CompletableFuture<>();
                device.queue(QueueKind.COPY_IN)
                        .submit(fill(i), fault -> over.complete(Optional.ofNullable(fault)));
                assertEquals(Optional.empty(), Workbench.await(over));
            }
        }
    }

    /// Ring when they are looked at for the second time: after the first, which follows upon the
    /// hand-over, the queue looks again anyway.
    private static final class HastyEvents implements Events {
        private final ClEvents real = new ClEvents();
        private final Map<Long, Bell> bells = new ConcurrentHashMap<>();
        private final Map<Long, Integer> looks = new ConcurrentHashMap<>();

        @Override
        public int status(long event) {
            int look = looks.merge(event, 1, Integer::sum);
            if (look < 2) {
                return COMPLETE + 1;
            }
            if (look == 2) {
                bells.remove(event).ring();
                return COMPLETE + 1;
            }
            real.await(event);
            return real.status(event);
        }

        @Override
        public void await(long event) {
            real.await(event);
        }

        @Override
        public void ringWhenOver(long event, Bell bell) {
            bells.put(event, bell);
        }

        @Override
        public void release(long event) {
            looks.remove(event);
            real.release(event);
        }
    }

    /// Threads, and a clock that calls nobody.
    private record WithoutAlarms(Workers inner) implements Workers {
        @Override
        public Ticker ticker() {
            return new Ticker() {
                @Override
                public long nanoTime() {
                    return inner.ticker().nanoTime();
                }

                @Override
                public Alarm schedule(long delayNanos, Runnable task) {
                    return () -> {};
                }
            };
        }

        @Override
        public Executor worker(String name) {
            return inner.worker(name);
        }
    }

    /// Breaks if what a driver says of the last event is taken for what it says of all.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEventThatEndsBadlyFailsItsCommandAndNoOther(boolean waits) {
        try (Workbench bench = bench(Map.of(2, -5, 4, -9999), !waits, waits)) {
            List<String> log = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 4; i++) {
                int index = i;
                // the first command is two events, the others one each
                Command command =
                        i == 0
                                ? twoPieces(Workbench.onDevice(0, 8), Workbench.onDevice(64, 8))
                                : fill(i);
                bench.device
                        .queue(QueueKind.COPY_IN)
                        .submit(command, fault -> log.add(index + ": " + text(fault)));
            }
            bench.runWell(QueueKind.COPY_IN, new Command.Marker());
            assertEquals(4, log.size());
            assertTrue(
                    log.get(0).startsWith("0: COPY_FAILED: copy of 16 bytes failed on the"),
                    log.get(0));
            assertTrue(log.get(0).endsWith("CL_OUT_OF_RESOURCES (-5)"), log.get(0));
            assertEquals("1: null", log.get(1));
            assertTrue(log.get(2).endsWith("OpenCL error -9999"), log.get(2));
            assertEquals("3: null", log.get(3));
            assertTrue(bench.device.lost().isEmpty());
        }
    }

    /// Breaks if work is still given to a device that is gone.
    @Test
    void aDeviceThatIsNotAvailableIsLost() {
        try (Workbench bench = bench(Map.of(2, -2), true, false)) {
            bench.runWell(QueueKind.COPY_IN, fill(1));
            Optional<Fault> fault = bench.run(QueueKind.COPY_IN, fill(2));
            assertEquals(FaultKind.DEVICE_LOST, fault.orElseThrow().kind());
            assertEquals(fault, bench.device.lost());
            for (QueueKind queue : QueueKind.values()) {
                Fault next = bench.run(queue, fill(3)).orElseThrow();
                assertEquals(FaultKind.DEVICE_LOST, next.kind());
                assertEquals(fault, next.cause());
            }
            assertEquals(8, bench.device.usage().bytesCleared());
        }
    }

    /// The first piece is with the driver when the second is found to be impossible: the command
    /// fails when the first is over, and the queue goes on. Breaks if it fails at once, if it never
    /// does, or if the second's failure is thrown at whoever submits.
    @Test
    void aCommandThatCannotBeGivenWholeFailsWhenTheRestIsOver() {
        long slab = 1L << 40;
        UnaryOperator<Limits> boasting = limits -> Installed.allocating(limits, slab);
        try (Workbench bench =
                new Workbench(boasting, Completions.of("callback"), slab + (1 << 20))) {
            HeapRange whole = Workbench.onDevice(slab, 8);
            HeapRange never = Workbench.onDevice(0, 8);
            MemorySegment view = bench.device.hostView(Workbench.onHost(0, 16)).orElseThrow();
            view.set(ValueLayout.JAVA_LONG, 0, 42);
            Fault fault = bench.run(QueueKind.COPY_IN, twoPieces(whole, never)).orElseThrow();
            assertEquals(FaultKind.COPY_FAILED, fault.kind());
            assertTrue(fault.message().contains("clCreateBuffer of " + slab), fault.message());
            assertEquals(0, bench.device.usage().bytesCopiedIn());
            bench.runWell(
                    QueueKind.COPY_OUT,
                    new Command.Copy(List.of(new Transfer(whole, Workbench.onHost(8, 8)))));
            assertEquals(42, view.get(ValueLayout.JAVA_LONG, 8));
        }
    }

    @Test
    void aDeviceWithWorkIsNotClosed() throws Exception {
        try (Workbench bench = new Workbench()) {
            CountDownLatch arrived = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            bench.device
                    .queue(QueueKind.COPY_OUT)
                    .submit(
                            new Command.Marker(),
                            fault -> {
                                arrived.countDown();
                                try {
                                    release.await();
                                } catch (InterruptedException interrupted) {
                                    Thread.currentThread().interrupt();
                                }
                            });
            CompletableFuture<Optional<Fault>> behind =
                    bench.submit(QueueKind.COPY_OUT, new Command.Marker());
            arrived.await();
            try {
                bench.device.close();
                throw new AssertionError("it closed");
            } catch (IllegalStateException refused) {
                assertTrue(refused.getMessage().contains("copy-out"), refused.getMessage());
            }
            bench.runWell(QueueKind.COPY_IN, new Command.Marker());
            assertFalse(behind.isDone());
            release.countDown();
            assertEquals(Optional.empty(), Workbench.await(behind));
        }
    }

    private static Command twoPieces(HeapRange first, HeapRange second) {
        HeapRange host = Workbench.onHost(0, 8);
        return new Command.Copy(List.of(new Transfer(host, first), new Transfer(host, second)));
    }

    private static Command fill(int index) {
        return new Command.Fill(List.of(Workbench.onDevice(128L * index, 8)));
    }

    private static String text(Fault fault) {
        return fault == null ? "null" : fault.toString();
    }
}
