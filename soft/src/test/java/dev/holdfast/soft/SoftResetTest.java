package dev.holdfast.soft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.KernelFaultException;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.testing.Scenario;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Reset, stepped by hand into the places where it is hard.
final class SoftResetTest {

    @Test
    void aCommandIsTakenOutOfItsDelay() {
        try (SteppedDevice stepped = new SteppedDevice()) {
            stepped.submit(QueueKind.COMPUTE, "long", stepped.sleep(1_000_000_000));
            stepped.submit(QueueKind.COMPUTE, "next", new Command.Marker());
            stepped.workers.advance(5_000_000);
            assertEquals(List.of(), stepped.log);
            reset(stepped, QueueKind.COMPUTE);
            stepped.workers.runUntilIdle();
            assertEquals(List.of("long@5000!REVOKED", "next@5000"), stepped.log);
            stepped.workers.runToEnd();
            assertEquals(2, stepped.log.size(), "the timer that was left finds nothing to do");
            assertEquals(0, stepped.device.tally().abandoned().sum(), "no thread was inside");
        }
    }

    @Test
    void aCopyIsTakenOutOfItsDelayToo() {
        try (SteppedDevice stepped = new SteppedDevice(OptionalLong.of(1000))) {
            stepped.submit(QueueKind.COPY_IN, "slow", SteppedDevice.in(100_000));
            stepped.workers.advance(1_000_000);
            reset(stepped, QueueKind.COPY_IN);
            stepped.workers.runUntilIdle();
            assertEquals(List.of("slow@1000!REVOKED"), stepped.log);
        }
    }

    /// The kernel resets its own queue: the one thread there is stands inside it, so what follows
    /// has to run on another worker while this one is still in its kernel.
    @Test
    @Scenario(value = "I9", breaks = "a queue that waits for the thread inside a revoked kernel")
    void theQueueGoesOnWhileTheThreadIsStillInside() {
        try (SteppedDevice stepped = new SteppedDevice()) {
            long[] abandoned = new long[1];
            Kernel kernel =
                    stepped.device.load(
                            new KernelCode.InJava(
                                    "suicidal",
                                    (memory, scalars) -> {
                                        memory.putLong(0, 0, 1);
                                        reset(stepped, QueueKind.COMPUTE);
                                        abandoned[0] = stepped.device.tally().abandoned().sum();
                                        while (stepped.workers.step("soft-compute")) {
                                            // the fresh worker has the old one's name
                                        }
                                        assertThrows(
                                                KernelFaultException.class,
                                                () -> memory.putLong(0, 8, 2));
                                        assertThrows(
                                                KernelFaultException.class,
                                                () -> memory.read(0, 8, new byte[8], 0, 8));
                                    }));
            var argument =
                    new BufferArgument(
                            0, List.of(new HeapRange(Device.DEVICE_HEAP, 0, 256)), 256, true);
            stepped.submit(
                    QueueKind.COMPUTE,
                    "guilty",
                    new Command.Launch(kernel, List.of(argument), new long[0], Optional.empty()));
            stepped.submit(QueueKind.COMPUTE, "next", new Command.Marker());
            stepped.workers.runUntilIdle();
            assertEquals(List.of("guilty@0!REVOKED", "next@0"), stepped.log);
            assertEquals(1, abandoned[0]);
            assertEquals(0, stepped.device.tally().abandoned().sum(), "it came back");
            var view =
                    stepped.device.hostView(new HeapRange(Device.DEVICE_HEAP, 0, 16)).orElseThrow();
            assertEquals(1, view.get(java.lang.foreign.ValueLayout.JAVA_LONG, 0));
            assertEquals(0, view.get(java.lang.foreign.ValueLayout.JAVA_LONG, 8));
        }
    }

    @Test
    void aWorkerThatComesBackIsUsedAgain() {
        try (SteppedDevice stepped = new SteppedDevice()) {
            Command guilty = stepped.launch((memory, scalars) -> reset(stepped, QueueKind.COMPUTE));
            for (int i = 0; i < 50; i++) {
                stepped.submit(QueueKind.COMPUTE, "k", guilty);
                stepped.workers.runUntilIdle();
            }
            assertEquals(50, stepped.device.usage().resets());
            assertEquals(4, stepped.workers.workers(), "three, a fresh one, and none after it");
        }
    }

    @Test
    void aSecondResetFindsNothing() {
        try (SteppedDevice stepped = new SteppedDevice()) {
            stepped.submit(QueueKind.COMPUTE, "long", stepped.sleep(1_000_000_000));
            stepped.workers.runUntilIdle();
            reset(stepped, QueueKind.COMPUTE);
            assertInstanceOf(ResetOutcome.Idle.class, stepped.device.reset(QueueKind.COMPUTE));
            stepped.workers.runToEnd();
            assertEquals(List.of("long@0!REVOKED"), stepped.log);
        }
    }

    private static void reset(SteppedDevice stepped, QueueKind queue) {
        assertInstanceOf(ResetOutcome.Reset.class, stepped.device.reset(queue));
    }
}
