package dev.holdfast.faulty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.soft.SoftProvider;
import dev.holdfast.testing.Threads;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What only threads of their own can show: races of loss and close with everybody else.
@Timeout(60)
final class LiveTest {
    private static Device open(PlatformWorkers workers, long seed, String... specs) {
        FaultPlan plan = FaultPlan.of(seed, List.of(specs).stream().map(FaultSpec::parse).toList());
        Device soft = new SoftProvider().open(DeviceOptions.of(1 << 20, 1 << 20), workers);
        return new FaultyDevice(soft, plan, workers);
    }

    /// Breaks if poison comes before the flag: the reader has read poison, asks, and hears nothing.
    @Test
    void aReaderWhoHearsNothingHasReadNoPoison() throws Exception {
        for (int round = 0; round < 100; round++) {
            try (PlatformWorkers workers = new PlatformWorkers("live");
                    Device device = open(workers, round, "device:lose@#1")) {
                MemorySegment view = device.hostView(FaultyRig.onDevice(0, 1 << 20)).orElseThrow();
                view.fill((byte) 0x5a);
                CountDownLatch reading = new CountDownLatch(1);
                Threads.Started reader =
                        Threads.start(() -> {
                            boolean lost = false;
                            while (!lost) {
                                long word = view.get(ValueLayout.JAVA_LONG, 0);
                                lost = device.lost().isPresent();
                                assertTrue(lost || word == 0x5a5a5a5a5a5a5a5aL);
                                reading.countDown();
                            }
                        });
                reading.await();
                CompletableFuture<Object> lost = new CompletableFuture<>();
                device.queue(QueueKind.COPY_IN)
                        .submit(new Command.Marker(), fault -> lost.complete(true));
                lost.get();
                reader.join();
            }
        }
    }

    /// Breaks if a completion is lost or told twice when submitters meet a loss.
    @Test
    void whoeverSubmitsDuringALossHearsOnceAndInOrder() throws Exception {
        for (int round = 0; round < 30; round++) {
            try (PlatformWorkers workers = new PlatformWorkers("live");
                    Device device = open(workers, round, "device:lose@#900", "copy-in:hang@#70")) {
                int each = 500;
                AtomicIntegerArray heard = new AtomicIntegerArray(3 * each);
                int[] last = new int[3];
                CountDownLatch all = new CountDownLatch(3 * each);
                List<Threads.Started> started = new ArrayList<>();
                for (QueueKind kind : QueueKind.values()) {
                    int thread = kind.ordinal();
                    started.add(
                            Threads.start(() -> {
                                for (int i = 0; i < each; i++) {
                                    int index = i;
                                    device.queue(kind)
                                            .submit(
                                                    FaultyRig.in(64),
                                                    fault -> {
                                                        heard.incrementAndGet(
                                                                thread * each + index);
                                                        assertEquals(index, last[thread]++);
                                                        all.countDown();
                                                    });
                                }
                            }));
                }
                for (Threads.Started thread : started) {
                    thread.join();
                }
                all.await();
                for (int i = 0; i < heard.length(); i++) {
                    assertEquals(1, heard.get(i), "command " + i);
                }
                for (int count : last) {
                    assertEquals(each, count);
                }
                assertEquals(FaultKind.DEVICE_LOST, device.lost().orElseThrow().kind());
            }
        }
    }

    /// A kernel that never ends by itself, and two behind it. Breaks if a loss waits for it.
    @Test
    void aLossTakesAKernelThatNeverEnds() throws Exception {
        try (PlatformWorkers workers = new PlatformWorkers("live");
                Device device = open(workers, 1, "device:lose@#4")) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch never = new CountDownLatch(1);
            var stuck =
                    device.load(
                            new KernelCode.InJava(
                                    "stuck",
                                    (memory, scalars) -> {
                                        inside.countDown();
                                        await(never);
                                    }));
            CountDownLatch completed = new CountDownLatch(4);
            for (int i = 0; i < 3; i++) {
                device.queue(QueueKind.COMPUTE)
                        .submit(
                                new Command.Launch(stuck, List.of(), new long[0], Optional.empty()),
                                fault -> completed.countDown());
            }
            inside.await();
            device.queue(QueueKind.COPY_IN)
                    .submit(new Command.Marker(), fault -> completed.countDown());
            completed.await();
            never.countDown();
        }
    }

    /// Breaks if close does not wait for a straggler that is at it: the device behind would refuse.
    @Test
    void closingWaitsForWhoeverIsWriting() throws Exception {
        for (int round = 0; round < 200; round++) {
            try (PlatformWorkers workers = new PlatformWorkers("live")) {
                Device device = open(workers, round, "copy-in:linger@always");
                HeapRange target = FaultyRig.onDevice(0, 1 << 20);
                MemorySegment view = device.hostView(target).orElseThrow();
                CountDownLatch over = new CountDownLatch(24);
                for (int i = 0; i < 24; i++) {
                    device.queue(QueueKind.values()[i % 3])
                            .submit(FaultyRig.in(1 << 20), fault -> over.countDown());
                }
                over.await();
                device.close();
                assertFalse(view.scope().isAlive());
            }
        }
    }

    /// Breaks if close waits for itself: the straggler's write is behind the completion that
    /// closes.
    @Test
    void aCompletionMayCloseWhileOthersWrite() throws Exception {
        for (int round = 0; round < 200; round++) {
            try (PlatformWorkers workers = new PlatformWorkers("live")) {
                Device device = open(workers, round, "copy-in:linger@always");
                MemorySegment view = device.hostView(FaultyRig.onHost(0, 8)).orElseThrow();
                CompletableFuture<Object> closed = new CompletableFuture<>();
                CountDownLatch last = new CountDownLatch(1);
                for (int i = 0; i < 12; i++) {
                    boolean closes = i == 11;
                    device.queue(QueueKind.COPY_IN)
                            .submit(
                                    FaultyRig.in(1 << 20),
                                    fault -> {
                                        if (closes) {
                                            await(last);
                                            device.close();
                                            closed.complete(true);
                                        }
                                    });
                }
                last.countDown();
                closed.get();
                while (view.scope().isAlive() && !Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                assertFalse(view.scope().isAlive());
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
