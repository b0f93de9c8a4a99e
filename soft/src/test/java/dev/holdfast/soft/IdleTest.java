package dev.holdfast.soft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.holdfast.device.Command;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import dev.holdfast.testing.Threads;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// An idle device has only parked threads, and so has one whose command is waiting for its time.
final class IdleTest {

    @Test
    void idleThreadsAreParkedAndStayParked() throws Exception {
        PlatformWorkers workers = new PlatformWorkers("idle-test");
        var options =
                new DeviceOptions(1 << 20, 1 << 20, OptionalLong.empty(), OptionalLong.of(1000));
        SoftDevice device = SoftDevice.open(options, workers);
        CountDownLatch done = new CountDownLatch(3);
        for (QueueKind queue : QueueKind.values()) {
            device.queue(queue).submit(new Command.Marker(), fault -> done.countDown());
        }
        done.await();
        assertQuiet(3);
        device.queue(QueueKind.COPY_IN)
                .submit(SteppedDevice.in(1 << 20), fault -> done.countDown());
        assertQuiet(4);
        device.reset(QueueKind.COPY_IN);
        CountDownLatch over = new CountDownLatch(1);
        device.queue(QueueKind.COPY_IN).submit(new Command.Marker(), fault -> over.countDown());
        over.await();
        device.close();
        workers.close();
    }

    /// Parked, and having used no time of a CPU between two looks with other work between them.
    private static void assertQuiet(int threads) throws Exception {
        ThreadMXBean times = ManagementFactory.getThreadMXBean();
        List<Thread> own = List.of();
        while (own.size() < threads) {
            own =
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("idle-test"))
                            .toList();
            Thread.onSpinWait();
        }
        own.forEach(Threads::untilParked);
        // a thread on its way to park is not parked: let each settle into it
        long[] before = settled(own, times);
        Threads.start(IdleTest::work).join();
        assertEquals(threads, own.size());
        for (int i = 0; i < before.length; i++) {
            Thread thread = own.get(i);
            assertFalse(thread.getState() == Thread.State.RUNNABLE, thread.getName());
            assertEquals(before[i], times.getThreadCpuTime(thread.threadId()), thread.getName());
        }
    }

    private static long[] settled(List<Thread> threads, ThreadMXBean times) throws Exception {
        long[] before = null;
        long[] now = cpuTimes(threads, times);
        while (before == null || !java.util.Arrays.equals(before, now)) {
            Threads.start(IdleTest::work).join();
            before = now;
            now = cpuTimes(threads, times);
        }
        return now;
    }

    private static long[] cpuTimes(List<Thread> threads, ThreadMXBean times) {
        return threads.stream().mapToLong(t -> times.getThreadCpuTime(t.threadId())).toArray();
    }

    private static void work() {
        for (int i = 0; i < 2_000_000; i++) {
            Thread.onSpinWait();
        }
    }
}
