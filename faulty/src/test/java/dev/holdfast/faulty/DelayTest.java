package dev.holdfast.faulty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A delayed command: done, late, and the queue behind it waits.
final class DelayTest {

    @Test
    void theQueueWaitsAndTheOthersDoNot() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:delay=20ms@#1")) {
            rig.submit(QueueKind.COPY_IN, "late", FaultyRig.in(4096));
            rig.submit(QueueKind.COPY_IN, "behind", new Command.Marker());
            rig.submit(QueueKind.COPY_OUT, "other", new Command.Marker());
            rig.workers.advance(19_999_999);
            assertEquals(List.of("other@0"), rig.log);
            rig.workers.runToEnd();
            assertEquals(List.of("other@0", "late@20000", "behind@20000"), rig.log);
        }
    }

    @Test
    void whatIsBehindDoesNotEvenBegin() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:delay=20ms@#1")) {
            rig.view(FaultyRig.onHost(0, 8)).fill((byte) 7);
            rig.submit(QueueKind.COPY_IN, "late", FaultyRig.in(8));
            rig.submit(
                    QueueKind.COPY_IN,
                    "behind",
                    FaultyRig.copy(FaultyRig.onHost(0, 8), FaultyRig.onDevice(64, 8)));
            rig.workers.advance(10_000_000);
            assertEquals(0, rig.view(FaultyRig.onDevice(64, 8)).get(ValueLayout.JAVA_BYTE, 0));
            rig.workers.runToEnd();
            assertEquals(7, rig.view(FaultyRig.onDevice(64, 8)).get(ValueLayout.JAVA_BYTE, 0));
        }
    }

    @Test
    void delaysOfSeveralCommandsAddUp() {
        try (FaultyRig rig = new FaultyRig(1, "copy-out:delay=1ms@always")) {
            for (int i = 1; i <= 3; i++) {
                rig.submit(QueueKind.COPY_OUT, "c" + i, FaultyRig.out(8));
                rig.submit(QueueKind.COPY_OUT, "m" + i, new Command.Marker());
            }
            rig.workers.runToEnd();
            assertEquals(
                    List.of("c1@1000", "m1@1000", "c2@2000", "m2@2000", "c3@3000", "m3@3000"),
                    rig.log);
        }
    }

    @Test
    void submittingFromTheDelayedCompletionKeepsTheOrder() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:delay=1ms@#1")) {
            rig.device
                    .queue(QueueKind.COPY_IN)
                    .submit(
                            FaultyRig.in(8),
                            fault -> rig.submit(QueueKind.COPY_IN, "last", new Command.Marker()));
            rig.submit(QueueKind.COPY_IN, "first", new Command.Marker());
            rig.workers.runToEnd();
            assertEquals(List.of("first@1000", "last@1000"), rig.log);
        }
    }

    @Test
    void aDelayedCommandIsTakenByAReset() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:delay=1s@#1")) {
            rig.submit(QueueKind.COPY_IN, "late", FaultyRig.in(8));
            rig.submit(QueueKind.COPY_IN, "behind", new Command.Marker());
            rig.workers.advance(5_000_000);
            assertInstanceOf(ResetOutcome.Reset.class, rig.device.reset(QueueKind.COPY_IN));
            rig.workers.runUntilIdle();
            assertEquals(List.of("late@5000!REVOKED", "behind@5000"), rig.log);
            assertInstanceOf(ResetOutcome.Idle.class, rig.device.reset(QueueKind.COPY_IN));
            rig.workers.runToEnd();
            assertEquals(2, rig.log.size());
        }
    }

    @Test
    void aDeviceWithADelayedCommandIsNotClosed() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:delay=1s@#1")) {
            rig.submit(QueueKind.COPY_IN, "late", FaultyRig.in(8));
            rig.workers.advance(5_000_000);
            assertThrows(IllegalStateException.class, rig.device::close);
            rig.workers.runToEnd();
        }
    }

    @Test
    void whatTheDeviceBehindRefusesLateIsAFault() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:delay=1ms@#1")) {
            rig.submit(QueueKind.COPY_IN, "late", FaultyRig.in(8));
            var overlapping =
                    FaultyRig.copy(FaultyRig.onDevice(0, 100), FaultyRig.onDevice(50, 100));
            rig.submit(QueueKind.COPY_IN, "refused", overlapping);
            rig.submit(QueueKind.COPY_IN, "behind", new Command.Marker());
            rig.workers.runToEnd();
            assertEquals(List.of("late@1000", "refused@1000!COPY_FAILED", "behind@1000"), rig.log);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> rig.submit(QueueKind.COPY_IN, "now", overlapping));
        }
    }

    /// Breaks if only what comes behind it makes it complete.
    @Test
    void whatIsRefusedLateAndLastCompletesToo() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:delay=1ms@#1")) {
            rig.submit(QueueKind.COPY_IN, "late", FaultyRig.in(8));
            rig.submit(
                    QueueKind.COPY_IN,
                    "refused",
                    FaultyRig.copy(FaultyRig.onDevice(0, 100), FaultyRig.onDevice(50, 100)));
            rig.workers.runToEnd();
            assertEquals(List.of("late@1000", "refused@1000!COPY_FAILED"), rig.log);
            assertEquals(2, rig.device.usage().commands());
        }
    }
}
