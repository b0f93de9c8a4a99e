package dev.holdfast.faulty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.KernelMemory;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.FaultKind;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A device that is lost: told, poisoned, and every command completes.
final class LossTest {
    private static final HeapRange ALL = FaultyRig.onDevice(0, FaultyRig.HEAP_BYTES);

    /// Garbage is odd in every byte, and what was there before even.
    private static void assertPoisoned(byte[] bytes) {
        int left = 0;
        for (byte value : bytes) {
            left += (value & 1) == 0 ? 1 : 0;
        }
        assertEquals(0, left, "bytes that are not poisoned");
    }

    /// Breaks if a command that was over before completes well afterwards, if one completes twice,
    /// or if one of them is left.
    @Test
    void everyCommandFailsInOrderAndOnce() {
        try (FaultyRig rig = new FaultyRig(1, "device:lose@#5")) {
            rig.submit(QueueKind.COPY_IN, "early", FaultyRig.in(8));
            rig.workers.runUntilIdle();
            rig.submit(QueueKind.COPY_IN, "1", FaultyRig.in(8));
            rig.submit(QueueKind.COPY_OUT, "2", FaultyRig.out(8));
            rig.submit(QueueKind.COPY_IN, "3", new Command.Marker());
            rig.submit(QueueKind.COPY_IN, "fifth", FaultyRig.in(8));
            rig.submit(QueueKind.COPY_IN, "5", new Command.Marker());
            rig.workers.step("faulty-device");
            assertEquals(FaultKind.DEVICE_LOST, rig.device.lost().orElseThrow().kind());
            rig.workers.runUntilIdle();
            rig.submit(QueueKind.COMPUTE, "later", rig.launch((memory, scalars) -> {}));
            assertEquals(6, rig.log.size(), "nothing completes inside submit");
            rig.workers.runToEnd();
            assertEquals("early@0", rig.log.removeFirst());
            List<String> copyIn = rig.log.stream().filter(entry -> !entry.startsWith("2")).toList();
            assertEquals(
                    List.of(
                            "1@0!DEVICE_LOST",
                            "3@0!DEVICE_LOST",
                            "fifth@0!DEVICE_LOST",
                            "5@0!DEVICE_LOST",
                            "later@0!DEVICE_LOST"),
                    copyIn);
            assertTrue(rig.log.contains("2@0!DEVICE_LOST"));
            assertTrue(
                    rig.device.lost().orElseThrow().message().contains("(visit 5)"),
                    rig.device.lost()::toString);
            assertEquals(7, rig.device.usage().commands());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 256 << 10, 1 << 20})
    void deviceMemoryIsPoisonedToTheLastByteAndHostMemoryIsNot(long visibleBytes) {
        var options =
                new DeviceOptions(
                        FaultyRig.HEAP_BYTES - 256,
                        FaultyRig.HEAP_BYTES - 256,
                        OptionalLong.of(Math.min(visibleBytes, FaultyRig.HEAP_BYTES - 256)),
                        OptionalLong.empty());
        try (FaultyRig rig = new FaultyRig(options, 1, "device:lose@#2")) {
            long sizeBytes = FaultyRig.HEAP_BYTES - 256;
            rig.view(FaultyRig.onHost(0, sizeBytes)).fill((byte) 0x5a);
            rig.submit(QueueKind.COPY_IN, "in", FaultyRig.in(sizeBytes));
            rig.workers.runUntilIdle();
            rig.submit(QueueKind.COPY_OUT, "lost", new Command.Marker());
            rig.workers.runToEnd();
            assertEquals(List.of("in@0", "lost@0!DEVICE_LOST"), rig.log);
            for (byte value : rig.bytes(FaultyRig.onHost(0, sizeBytes))) {
                assertEquals(0x5a, value);
            }
            if (visibleBytes > 0) {
                long seen = Math.min(visibleBytes, sizeBytes);
                assertPoisoned(rig.bytes(FaultyRig.onDevice(0, seen)));
            } else {
                long tiles = (sizeBytes + (64 << 10) - 1) / (64 << 10);
                assertEquals(16, tiles);
                assertEquals(2 * sizeBytes, rig.device.usage().bytesCopiedIn(), "by a copy");
            }
        }
    }

    /// Breaks if the flag is raised after, or together with, the first poisoned byte.
    @Test
    void itIsToldBeforeAByteIsPoisoned() {
        try (FaultyRig rig = new FaultyRig(1, "device:lose@#2")) {
            rig.view(ALL).fill((byte) 0x5a);
            JavaKernel second =
                    new JavaKernel() {
                        @Override
                        public void run(KernelMemory memory, long[] scalars) {}

                        @Override
                        public long atLeastNanos(long[] scalars) {
                            return 1_000_000;
                        }
                    };
            rig.submit(QueueKind.COMPUTE, "runs", rig.launch(second));
            rig.workers.runUntilIdle();
            rig.submit(QueueKind.COPY_IN, "loses", new Command.Marker());
            assertTrue(rig.device.lost().isEmpty());
            rig.workers.step("faulty-device");
            assertTrue(rig.device.lost().isPresent());
            assertEquals(0x5a, rig.bytes(ALL)[0], "a kernel was running");
            rig.workers.runUntilIdle();
            assertPoisoned(rig.bytes(ALL));
            assertEquals(List.of("loses@0!DEVICE_LOST", "runs@0!DEVICE_LOST"), sorted(rig.log));
        }
    }

    private static List<String> sorted(List<String> log) {
        return log.stream().sorted().toList();
    }

    /// Breaks if those behind a kernel that is taken are left to run, or if one of them sees memory
    /// that is poisoned.
    @Test
    void kernelsThatTheDeviceHadDoNotBegin() {
        AtomicInteger begun = new AtomicInteger();
        JavaKernel slow =
                new JavaKernel() {
                    @Override
                    public void run(KernelMemory memory, long[] scalars) {
                        begun.incrementAndGet();
                        assertEquals(0, memory.getLong(0, 0));
                    }

                    @Override
                    public long atLeastNanos(long[] scalars) {
                        return 1_000_000_000;
                    }
                };
        try (FaultyRig rig = new FaultyRig(1, "device:lose@#6")) {
            for (int i = 1; i <= 5; i++) {
                rig.submit(
                        QueueKind.COMPUTE, "k" + i, rig.launch(slow, FaultyRig.onDevice(0, 4096)));
            }
            rig.workers.runUntilIdle();
            assertEquals(1, begun.get());
            rig.submit(QueueKind.COPY_IN, "loses", new Command.Marker());
            rig.workers.runUntilIdle();
            assertEquals(1, begun.get());
            assertEquals(6, rig.log.size(), "without waiting for the seconds they would take");
            assertPoisoned(rig.bytes(FaultyRig.onDevice(0, 4096)));
            assertEquals(1, rig.device.usage().resets());
        }
    }

    @Test
    void whatIsHeldBackOrHangsCompletesToo() {
        try (FaultyRig rig =
                new FaultyRig(
                        1,
                        "copy-in:hang@#1",
                        "copy-out:delay=1s@#1",
                        "kernel:reorder@#1",
                        "device:lose@#7")) {
            rig.submit(QueueKind.COPY_IN, "hangs", FaultyRig.in(8));
            rig.submit(QueueKind.COPY_IN, "behind-1", new Command.Marker());
            rig.submit(QueueKind.COPY_OUT, "delayed", FaultyRig.out(8));
            rig.submit(QueueKind.COPY_OUT, "behind-2", new Command.Marker());
            rig.submit(QueueKind.COMPUTE, "reordered", rig.launch((memory, scalars) -> {}));
            rig.submit(QueueKind.COMPUTE, "behind-3", new Command.Marker());
            rig.workers.runUntilIdle();
            assertEquals(List.of(), rig.log);
            rig.submit(QueueKind.COPY_IN, "loses", new Command.Marker());
            rig.workers.runUntilIdle();
            assertEquals(7, rig.log.size());
            assertTrue(rig.log.stream().allMatch(entry -> entry.endsWith("@0!DEVICE_LOST")));
            assertEquals(0, rig.workers.alarms(), "nobody is waited for any more");
            for (QueueKind queue : QueueKind.values()) {
                var outcome =
                        assertInstanceOf(ResetOutcome.NotPossible.class, rig.device.reset(queue));
                assertTrue(outcome.reason().contains("lost"), outcome.reason());
            }
            rig.workers.runToEnd();
            assertEquals(7, rig.log.size());
        }
    }

    /// Breaks if a completion that is due between the flag and the poison is told as it was to be:
    /// somebody would take a lost device's word.
    @Test
    void whatIsLetGoMeanwhileFailsToo() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:delay=1us@#1", "device:lose@#3")) {
            rig.submit(QueueKind.COPY_IN, "delayed", FaultyRig.in(8));
            rig.workers.runUntilIdle();
            rig.submit(QueueKind.COPY_OUT, "runs", FaultyRig.out(8));
            rig.submit(QueueKind.COMPUTE, "loses", new Command.Marker());
            assertTrue(rig.workers.step("faulty-device"));
            assertTrue(rig.workers.fireNext());
            assertTrue(rig.workers.step("faulty-copy-in"));
            assertEquals(List.of(), rig.log, "the device is busy with what it had");
            rig.workers.runToEnd();
            assertEquals(
                    List.of("delayed@1!DEVICE_LOST", "loses@1!DEVICE_LOST", "runs@1!DEVICE_LOST"),
                    sorted(rig.log));
        }
    }

    /// A straggler of before writes no more: what is left is its last word and the poison.
    @Test
    void stragglersEndWithTheDevice() {
        try (FaultyRig rig = new FaultyRig(1, "copy-out:linger@#1", "device:lose@#2")) {
            rig.submit(QueueKind.COPY_OUT, "given-up", FaultyRig.out(4096));
            rig.workers.runUntilIdle();
            byte[] before = rig.bytes(FaultyRig.onHost(0, 4096));
            assertEquals(1, rig.workers.alarms());
            rig.submit(QueueKind.COPY_IN, "loses", new Command.Marker());
            rig.workers.runToEnd();
            assertEquals(0, rig.workers.alarms());
            assertArrayEquals(before, rig.bytes(FaultyRig.onHost(0, 4096)));
        }
    }

    @Test
    void aSecondLossIsTheFirst() {
        try (FaultyRig rig = new FaultyRig(1, "device:lose@always")) {
            for (int i = 1; i <= 4; i++) {
                rig.submit(QueueKind.COPY_IN, "c" + i, FaultyRig.in(8));
                rig.workers.runToEnd();
            }
            assertEquals(4, rig.log.size());
            assertTrue(rig.device.lost().orElseThrow().message().contains("(visit 1)"));
        }
    }

    /// Creating still works: what is in host memory can be used.
    @Test
    void itStillLoadsAndMakesAddressSpaces() {
        try (FaultyRig rig = new FaultyRig(1, "device:lose@#1")) {
            rig.submit(QueueKind.COPY_IN, "loses", new Command.Marker());
            rig.workers.runToEnd();
            rig.submit(
                    QueueKind.COMPUTE,
                    "late",
                    rig.launch((memory, scalars) -> {}, FaultyRig.onDevice(0, 4096)));
            rig.view(FaultyRig.onHost(0, 8)).fill((byte) 1);
            rig.workers.runToEnd();
            assertEquals(List.of("loses@0!DEVICE_LOST", "late@0!DEVICE_LOST"), rig.log);
        }
    }
}
