package dev.holdfast.device.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Queues: in order, exactly once, and independent of each other.
public interface QueueContract extends Backend {

    @ParameterizedTest
    @EnumSource(QueueKind.class)
    default void completionsComeInOrder(QueueKind queue) {
        try (Rig rig = Rig.open(this)) {
            ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
            int count = 2000;
            for (int i = 0; i < count; i++) {
                int index = i;
                Command command =
                        switch (i % 3) {
                            case 0 -> new Command.Marker();
                            case 1 -> new Command.Fill(List.of(Rig.onDevice(0, i)));
                            default -> Rig.copy(Rig.onHost(0, 5L * i), Rig.onDevice(0, 5L * i));
                        };
                rig.device().queue(queue).submit(command, fault -> order.add(index));
            }
            rig.runWell(queue, new Command.Marker());
            int expected = 0;
            for (int index : order) {
                assertEquals(expected++, index);
            }
            assertEquals(count, expected);
        }
    }

    @Test
    default void aCommandSeesWhatTheOneBeforeDid() {
        try (Rig rig = Rig.open(this)) {
            int size = 1 << 20;
            rig.write(Rig.onHost(0, size), Pattern.counting(size));
            CompletableFuture<Fault> last = null;
            for (int hop = 0; hop < 10; hop++) {
                long from = hop % 2 == 0 ? 0 : size;
                rig.submit(
                        QueueKind.COPY_IN, Rig.copy(Rig.onHost(from, size), Rig.onDevice(0, size)));
                rig.submit(
                        QueueKind.COPY_IN,
                        Rig.copy(Rig.onDevice(0, size), Rig.onHost(size - from, size)));
                last =
                        rig.submit(
                                QueueKind.COPY_IN,
                                new Command.Fill(List.of(Rig.onHost(from, size))));
            }
            assertNull(Rig.await(last));
            assertArrayEquals(Pattern.counting(size), rig.read(Rig.onHost(0, size)));
        }
    }

    @Test
    default void aMarkerCompletesBehindWhatIsBefore() {
        try (Rig rig = Rig.open(this)) {
            for (int i = 0; i < 100; i++) {
                CompletableFuture<Fault> copy =
                        rig.submit(
                                QueueKind.COPY_OUT,
                                Rig.copy(Rig.onDevice(0, 1 << 20), Rig.onHost(0, 1 << 20)));
                rig.runWell(QueueKind.COPY_OUT, new Command.Marker());
                assertEquals(true, copy.isDone());
            }
        }
    }

    @Test
    @Scenario(value = "I9", breaks = "queues that share one thread")
    default void aStuckQueueHoldsNoOtherUp() {
        try (Rig rig = Rig.open(this)) {
            CountDownLatch release = new CountDownLatch(1);
            Kernel stuck = rig.kernel("stuck", (memory, scalars) -> await(release));
            CompletableFuture<Fault> kernel =
                    rig.submit(QueueKind.COMPUTE, rig.launch(stuck, true));
            rig.runWell(QueueKind.COPY_IN, Rig.copy(Rig.onHost(0, 4096), Rig.onDevice(0, 4096)));
            rig.runWell(QueueKind.COPY_OUT, Rig.copy(Rig.onDevice(0, 4096), Rig.onHost(0, 4096)));
            assertFalse(kernel.isDone());
            release.countDown();
            assertNull(Rig.await(kernel));
        }
    }

    @Test
    default void aChainOfSubmissionsFromCompletionsNeedsNoStack() throws Exception {
        try (Rig rig = Rig.open(this)) {
            DeviceQueue queue = rig.device().queue(QueueKind.COMPUTE);
            CountDownLatch done = new CountDownLatch(longChain());
            Completion next =
                    new Completion() {
                        @Override
                        public void completed(Fault fault) {
                            done.countDown();
                            if (done.getCount() > 0) {
                                queue.submit(new Command.Marker(), this);
                            }
                        }
                    };
            queue.submit(new Command.Marker(), next);
            done.await();
            rig.runWell(QueueKind.COMPUTE, new Command.Marker());
        }
    }

    @Test
    default void completionsMaySubmitToOtherQueues() throws Exception {
        try (Rig rig = Rig.open(this)) {
            CountDownLatch done = new CountDownLatch(30_000);
            Completion next =
                    new Completion() {
                        @Override
                        public void completed(Fault fault) {
                            done.countDown();
                            long left = done.getCount();
                            if (left > 0) {
                                QueueKind kind = QueueKind.values()[(int) (left % 3)];
                                rig.device().queue(kind).submit(new Command.Marker(), this);
                            }
                        }
                    };
            rig.device().queue(QueueKind.COPY_IN).submit(new Command.Marker(), next);
            done.await();
            for (QueueKind kind : QueueKind.values()) {
                rig.runWell(kind, new Command.Marker());
            }
        }
    }

    @Test
    @Scenario(value = "A8", breaks = "a submission that is lost or run twice when two threads meet")
    default void manySubmittersLoseNothing() throws Exception {
        try (Rig rig = Rig.open(this)) {
            int threads = 4;
            int each = 20_000;
            AtomicIntegerArray completed = new AtomicIntegerArray(threads * each);
            int[] last = new int[threads];
            List<Threads.Started> started = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                started.add(
                        Threads.start(() -> {
                            for (int i = 0; i < each; i++) {
                                int index = i;
                                rig.device()
                                        .queue(QueueKind.COMPUTE)
                                        .submit(
                                                new Command.Marker(),
                                                fault -> {
                                                    completed.incrementAndGet(
                                                            thread * each + index);
                                                    assertEquals(index, last[thread]++);
                                                });
                            }
                        }));
            }
            for (Threads.Started thread : started) {
                thread.join();
            }
            rig.runWell(QueueKind.COMPUTE, new Command.Marker());
            for (int i = 0; i < completed.length(); i++) {
                assertEquals(1, completed.get(i), "command " + i);
            }
            for (int count : last) {
                assertEquals(each, count, "each thread's commands complete in its order");
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
