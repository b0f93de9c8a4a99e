package dev.holdfast.soft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Workers;
import dev.holdfast.testing.SteppedWorkers;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/// Bandwidth and durations, to the nanosecond, in virtual time.
final class PaceTest {
    /// A byte a microsecond: sizes can be read as times.
    private static final OptionalLong SLOW = OptionalLong.of(1_000_000);

    @Test
    void aCopyTakesItsSizeOverTheBandwidth() {
        try (SteppedDevice stepped = new SteppedDevice(SLOW)) {
            stepped.submit(QueueKind.COPY_IN, "a", SteppedDevice.in(1000));
            stepped.submit(QueueKind.COPY_IN, "b", SteppedDevice.in(500));
            stepped.workers.runToEnd();
            assertEquals(List.of("a@1000", "b@1500"), stepped.log);
        }
    }

    @Test
    void bytesAreInPlaceWhenACopyCompletesAndTheQueueIsFreeMeanwhile() {
        try (SteppedDevice stepped = new SteppedDevice(SLOW)) {
            stepped.submit(QueueKind.COPY_IN, "a", SteppedDevice.in(1000));
            stepped.workers.runUntilIdle();
            assertEquals(List.of(), stepped.workers.runnable(), "no thread is kept by a delay");
            assertEquals(List.of(), stepped.log);
            stepped.workers.advance(999_999);
            assertEquals(List.of(), stepped.log);
            stepped.workers.advance(1);
            assertEquals(List.of("a@1000"), stepped.log);
        }
    }

    @Test
    void workGivenDuringADelayWaitsForItsEnd() {
        try (SteppedDevice stepped = new SteppedDevice(SLOW)) {
            stepped.submit(QueueKind.COPY_IN, "slow", SteppedDevice.in(1000));
            stepped.workers.advance(300_000);
            stepped.submit(QueueKind.COPY_IN, "behind", new Command.Marker());
            stepped.workers.advance(300_000);
            assertEquals(List.of(), stepped.log);
            stepped.workers.runToEnd();
            assertEquals(List.of("slow@1000", "behind@1000"), stepped.log);
        }
    }

    @Test
    void directionsDoNotShareAndQueuesDo() {
        try (SteppedDevice stepped = new SteppedDevice(SLOW)) {
            stepped.submit(QueueKind.COPY_IN, "in1", SteppedDevice.in(1000));
            stepped.submit(QueueKind.COPY_OUT, "out", SteppedDevice.out(1000));
            stepped.submit(QueueKind.COMPUTE, "in2", SteppedDevice.in(1000));
            stepped.workers.runToEnd();
            assertEquals(List.of("in1@1000", "out@1000", "in2@2000"), stepped.log);
        }
    }

    @Test
    void whatStaysOnOneSideIsNotThrottled() {
        try (SteppedDevice stepped = new SteppedDevice(SLOW)) {
            HeapRange near = new HeapRange(Device.DEVICE_HEAP, 0, 1000);
            HeapRange far = new HeapRange(Device.DEVICE_HEAP, 5000, 1000);
            stepped.submit(QueueKind.COPY_IN, "within", SteppedDevice.copy(near, far));
            stepped.submit(QueueKind.COPY_IN, "fill", new Command.Fill(List.of(near)));
            stepped.submit(QueueKind.COPY_IN, "in", SteppedDevice.in(100));
            stepped.workers.runToEnd();
            assertEquals(List.of("within@0", "fill@0", "in@100"), stepped.log);
        }
    }

    @Test
    void kernelsTakeAtLeastWhatTheyAskFor() {
        try (SteppedDevice stepped = new SteppedDevice()) {
            stepped.submit(QueueKind.COMPUTE, "a", stepped.sleep(700_000));
            stepped.submit(QueueKind.COMPUTE, "b", stepped.sleep(0));
            stepped.submit(QueueKind.COMPUTE, "c", stepped.sleep(300_000));
            stepped.workers.runToEnd();
            assertEquals(List.of("a@700", "b@700", "c@1000"), stepped.log);
        }
    }

    @Test
    void anIdleQueueStartsCountingWhenItIsGivenWork() {
        try (SteppedDevice stepped = new SteppedDevice(SLOW)) {
            stepped.submit(QueueKind.COPY_IN, "a", SteppedDevice.in(1000));
            stepped.workers.advance(5_000_000);
            stepped.submit(QueueKind.COPY_IN, "b", SteppedDevice.in(1000));
            stepped.workers.runToEnd();
            assertEquals(List.of("a@1000", "b@6000"), stepped.log);
        }
    }

    @Test
    void smallCopiesCompleteAtOnceAndTheDebtIsPaid() {
        try (SteppedDevice stepped = new SteppedDevice(SLOW)) {
            for (int i = 1; i <= 100; i++) {
                stepped.submit(QueueKind.COPY_IN, "c", SteppedDevice.in(20));
            }
            stepped.workers.runToEnd();
            long microseconds = stepped.elapsedNanos() / 1000;
            assertTrue(microseconds >= 2000 - Pace.GRACE_NANOS / 1000, "took " + microseconds);
            assertTrue(microseconds <= 2000, "took " + microseconds);
            stepped.submit(QueueKind.COPY_IN, "last", SteppedDevice.in(1000));
            stepped.workers.runToEnd();
            assertEquals("last@3000", stepped.log.getLast(), "nothing is given away");
        }
    }

    @Test
    void smallKernelsPayTheirDebtToo() {
        try (SteppedDevice stepped = new SteppedDevice()) {
            for (int i = 1; i <= 100; i++) {
                stepped.submit(QueueKind.COMPUTE, "k", stepped.sleep(20_000));
            }
            stepped.submit(QueueKind.COMPUTE, "last", stepped.sleep(1_000_000));
            stepped.workers.runToEnd();
            assertEquals("last@3000", stepped.log.getLast());
        }
    }

    /// Each timer is late by 90 µs. A queue that began each command when its thread got round to it
    /// would need 1090 µs for each.
    @Test
    void lateTimersDoNotAddUp() {
        SteppedWorkers steady = new SteppedWorkers();
        Workers late = new LateWorkers(steady, 90_000);
        var options =
                new dev.holdfast.device.DeviceOptions(1 << 20, 1 << 20, OptionalLong.empty(), SLOW);
        try (SoftDevice device = SoftDevice.open(options, late)) {
            long start = steady.nanoTime();
            long[] lastNanos = new long[1];
            for (int i = 0; i < 1000; i++) {
                device.queue(QueueKind.COPY_IN)
                        .submit(
                                SteppedDevice.in(1000),
                                fault -> lastNanos[0] = steady.nanoTime() - start);
            }
            steady.runToEnd();
            assertEquals(1_000_090_000L, lastNanos[0]);
        }
    }

    /// Workers whose timers are late.
    private record LateWorkers(SteppedWorkers steady, long byNanos) implements Workers {
        @Override
        public Ticker ticker() {
            Ticker exact = steady.ticker();
            return new Ticker() {
                @Override
                public long nanoTime() {
                    return exact.nanoTime();
                }

                @Override
                public Alarm schedule(long delayNanos, Runnable task) {
                    return exact.schedule(delayNanos + byNanos, task);
                }
            };
        }

        @Override
        public Executor worker(String name) {
            return steady.worker(name);
        }

        @Override
        public boolean stepped() {
            return true;
        }
    }
}
