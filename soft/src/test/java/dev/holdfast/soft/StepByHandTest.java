package dev.holdfast.soft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The three queues, stepped by hand.
final class StepByHandTest {

    @Test
    void theTestChoosesWhichQueueMoves() {
        try (SteppedDevice stepped = new SteppedDevice()) {
            for (QueueKind queue : QueueKind.values()) {
                for (int i = 1; i <= 2; i++) {
                    stepped.submit(queue, queue.text() + i, new Command.Marker());
                }
            }
            assertEquals(
                    List.of("soft-copy-in", "soft-copy-out", "soft-compute"),
                    stepped.workers.runnable());
            assertTrue(stepped.workers.step("soft-compute"));
            assertTrue(stepped.workers.step("soft-copy-out"));
            assertTrue(stepped.workers.step("soft-compute"));
            assertFalse(stepped.workers.step("soft-compute"), "an idle queue has no task");
            assertTrue(stepped.workers.step("soft-copy-in"));
            stepped.workers.runUntilIdle();
            assertEquals(
                    List.of(
                            "compute1@0",
                            "copy-out1@0",
                            "compute2@0",
                            "copy-in1@0",
                            "copy-out2@0",
                            "copy-in2@0"),
                    stepped.log);
        }
    }

    @Test
    void aSeedRepeatsARun() {
        assertEquals(orderBy(1), orderBy(1));
        assertFalse(orderBy(1).equals(orderBy(2)));
    }

    private static List<String> orderBy(long seed) {
        try (SteppedDevice stepped = new SteppedDevice()) {
            for (int i = 0; i < 10; i++) {
                for (QueueKind queue : QueueKind.values()) {
                    stepped.submit(queue, queue.text() + i, new Command.Marker());
                }
            }
            stepped.workers.runUntilIdle(new SplittableRandom(seed));
            assertEquals(30, stepped.log.size());
            return List.copyOf(stepped.log);
        }
    }

    @Test
    void aStepIsOneCommand() {
        try (SteppedDevice stepped = new SteppedDevice()) {
            for (int i = 1; i <= 5; i++) {
                stepped.submit(QueueKind.COMPUTE, "k" + i, new Command.Marker());
            }
            for (int i = 1; i <= 5; i++) {
                stepped.workers.step();
                assertEquals(i, stepped.log.size());
            }
            assertFalse(stepped.workers.step());
        }
    }

    @Test
    void nothingIsLeftWaitingAnywhereOnceIdle() {
        try (SteppedDevice stepped = new SteppedDevice()) {
            stepped.submit(QueueKind.COMPUTE, "sleep", stepped.sleep(1_000_000));
            stepped.submit(QueueKind.COPY_IN, "copy", SteppedDevice.in(4096));
            stepped.workers.runToEnd();
            assertEquals(0, stepped.workers.alarms(), "no polling");
            assertEquals(List.of(), stepped.workers.runnable(), "no polling");
            assertTrue(stepped.workers.steps() <= 4, "steps: " + stepped.workers.steps());
        }
    }

    @Test
    void aCompletionThatThrowsHurtsNobodyBehindIt() {
        try (SteppedDevice stepped = new SteppedDevice()) {
            List<String> later = new ArrayList<>();
            stepped.device
                    .queue(QueueKind.COMPUTE)
                    .submit(
                            new Command.Marker(),
                            fault -> {
                                throw new IllegalStateException("on purpose");
                            });
            stepped.device
                    .queue(QueueKind.COMPUTE)
                    .submit(new Command.Marker(), fault -> later.add("ran"));
            assertThrows(IllegalStateException.class, stepped.workers::step);
            stepped.workers.runUntilIdle();
            assertEquals(List.of("ran"), later);
        }
    }
}
