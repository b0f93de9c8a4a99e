package dev.holdfast.faulty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.testing.Scenario;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A command that hangs: it withholds its queue until a reset takes it.
final class HangTest {
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    /// Breaks if a hang is a long delay, or if what is behind one is handed on.
    @Test
    @Scenario(value = "I9", breaks = "a hang that withholds other queues than its own")
    void itNeverCompletesAndNothingBehindItBegins() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:hang@#2")) {
            rig.submit(QueueKind.COPY_IN, "before", FaultyRig.in(8));
            rig.submit(QueueKind.COPY_IN, "hangs", FaultyRig.in(4096));
            rig.view(FaultyRig.onHost(8192, 8)).fill((byte) 7);
            rig.submit(
                    QueueKind.COPY_IN,
                    "behind",
                    FaultyRig.copy(FaultyRig.onHost(8192, 8), FaultyRig.onDevice(8192, 8)));
            rig.submit(QueueKind.COPY_OUT, "other", FaultyRig.out(8));
            rig.workers.advance(HOUR_NANOS);
            assertEquals(List.of("before@0", "other@0"), rig.log);
            assertArrayEquals(new byte[8], rig.bytes(FaultyRig.onDevice(8192, 8)));
            assertInstanceOf(ResetOutcome.Reset.class, rig.device.reset(QueueKind.COPY_IN));
            rig.workers.runToEnd();
            assertEquals(
                    List.of("before", "other", "hangs", "behind"),
                    rig.log.stream().map(entry -> entry.substring(0, entry.indexOf('@'))).toList());
            assertTrue(rig.log.get(2).endsWith("!REVOKED"), rig.log::toString);
            assertEquals(7, rig.bytes(FaultyRig.onDevice(8192, 8))[0]);
            assertEquals(1, rig.device.usage().resets());
        }
    }

    @Test
    @Scenario(value = "I6", breaks = "a reset that is meant for another command takes the hung one")
    void aResetThatNamesAnotherCommandLeavesItAlone() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:hang@#1")) {
            List<String> told = new java.util.ArrayList<>();
            Completion hangs = fault -> told.add("hangs " + fault.kind());
            Completion behind = fault -> told.add("behind " + fault);
            var queue = rig.device.queue(QueueKind.COPY_IN);
            queue.submit(FaultyRig.in(8), hangs);
            queue.submit(FaultyRig.in(8), behind);
            rig.workers.runUntilIdle();
            assertInstanceOf(ResetOutcome.Idle.class, rig.device.reset(QueueKind.COPY_IN, behind));
            rig.workers.runToEnd();
            assertEquals(List.of(), told);
            assertInstanceOf(ResetOutcome.Reset.class, rig.device.reset(QueueKind.COPY_IN, hangs));
            rig.workers.runToEnd();
            assertEquals(List.of("hangs REVOKED", "behind null"), told);
        }
    }

    /// Breaks if a hang is a command that was simply not begun: nobody would need to distrust what
    /// it was given to write.
    @Test
    void aPartOfItIsDoneBeforeAndNothingAfterTheReset() {
        boolean someDone = false;
        for (int seed = 0; seed < 40; seed++) {
            try (FaultyRig rig = new FaultyRig(seed, "copy-in:hang@always")) {
                HeapRange target = FaultyRig.onDevice(0, 4096);
                rig.view(FaultyRig.onHost(0, 4096)).fill((byte) 0x5a);
                rig.submit(QueueKind.COPY_IN, "hangs", FaultyRig.in(4096));
                rig.workers.advance(HOUR_NANOS);
                byte[] before = rig.bytes(target);
                someDone |= before[0] == 0x5a;
                assertFalse(Arrays.equals(new byte[4096], before), "seed " + seed);
                assertFalse(
                        Arrays.equals(rig.bytes(FaultyRig.onHost(0, 4096)), before),
                        "seed " + seed + " did all of it");
                rig.device.reset(QueueKind.COPY_IN);
                rig.workers.runToEnd();
                rig.workers.advance(HOUR_NANOS);
                assertArrayEquals(before, rig.bytes(target));
            }
        }
        assertTrue(someDone);
    }

    @Test
    void aKernelHangsLikeACopy() {
        try (FaultyRig rig = new FaultyRig(1, "kernel:hang@#1", "clear:hang@#1")) {
            HeapRange range = FaultyRig.onDevice(0, 1024);
            rig.submit(
                    QueueKind.COMPUTE,
                    "kernel",
                    rig.launch((memory, scalars) -> memory.putLong(0, 0, 1), range));
            rig.submit(QueueKind.COMPUTE, "behind", new Command.Marker());
            rig.submit(QueueKind.COPY_IN, "clear", new Command.Fill(List.of(range)));
            rig.workers.runToEnd();
            assertEquals(List.of(), rig.log);
            rig.device.reset(QueueKind.COMPUTE);
            rig.device.reset(QueueKind.COPY_IN);
            rig.workers.runToEnd();
            assertEquals(List.of("kernel@0!REVOKED", "clear@0!REVOKED", "behind@0"), rig.log);
        }
    }

    /// Breaks if a reset takes more than what is at the head, or if the second hang is begun while
    /// the first one has the queue.
    @Test
    @Scenario(value = "I7", breaks = "a reset in front of the device that nobody counts")
    void oneResetTakesOneOfTwo() {
        try (FaultyRig rig = new FaultyRig(1, "copy-out:hang@always")) {
            rig.view(FaultyRig.onHost(0, 8192)).fill((byte) 0x33);
            rig.submit(QueueKind.COPY_OUT, "first", FaultyRig.out(8));
            rig.submit(
                    QueueKind.COPY_OUT,
                    "second",
                    FaultyRig.copy(FaultyRig.onDevice(0, 8), FaultyRig.onHost(4096, 8)));
            rig.submit(QueueKind.COPY_OUT, "last", new Command.Marker());
            rig.workers.runToEnd();
            assertEquals(0x33, rig.bytes(FaultyRig.onHost(4096, 8))[0]);
            rig.device.reset(QueueKind.COPY_OUT);
            rig.workers.runToEnd();
            assertEquals(List.of("first@0!REVOKED"), rig.log);
            assertFalse(rig.bytes(FaultyRig.onHost(4096, 8))[0] == 0x33, "the second has begun");
            rig.device.reset(QueueKind.COPY_OUT);
            rig.workers.runToEnd();
            assertEquals(List.of("first@0!REVOKED", "second@0!REVOKED", "last@0"), rig.log);
            assertInstanceOf(ResetOutcome.Idle.class, rig.device.reset(QueueKind.COPY_OUT));
            assertEquals(2, rig.device.usage().resets());
        }
    }

    @Test
    void aResetOfAnotherQueueLeavesItAlone() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:hang@#1")) {
            rig.submit(QueueKind.COPY_IN, "hangs", FaultyRig.in(8));
            rig.workers.runToEnd();
            assertInstanceOf(ResetOutcome.Idle.class, rig.device.reset(QueueKind.COPY_OUT));
            rig.workers.runToEnd();
            assertEquals(List.of(), rig.log);
            rig.device.reset(QueueKind.COPY_IN);
            rig.workers.runToEnd();
        }
    }

    /// Breaks if the completion comes inside the call that resets: its caller may hold a lock.
    @Test
    void theResetItselfCompletesNothing() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:hang@#1")) {
            rig.submit(QueueKind.COPY_IN, "hangs", FaultyRig.in(8));
            rig.workers.runToEnd();
            rig.device.reset(QueueKind.COPY_IN);
            assertEquals(List.of(), rig.log);
            assertInstanceOf(ResetOutcome.Idle.class, rig.device.reset(QueueKind.COPY_IN));
            rig.workers.runToEnd();
            assertEquals(List.of("hangs@0!REVOKED"), rig.log);
        }
    }

    /// Breaks if a close that is refused leaves another queue closed.
    @Test
    void closingSaysWhatHangs() {
        try (FaultyRig rig = new FaultyRig(1, "copy-out:hang@#3")) {
            rig.submit(QueueKind.COPY_OUT, "1", FaultyRig.out(8));
            rig.submit(QueueKind.COPY_OUT, "2", FaultyRig.out(8));
            rig.submit(QueueKind.COPY_OUT, "3", FaultyRig.out(4096));
            rig.submit(QueueKind.COPY_OUT, "4", new Command.Marker());
            rig.workers.runToEnd();
            String message =
                    assertThrows(IllegalStateException.class, rig.device::close).getMessage();
            assertEquals(
                    "2 commands are still queued for copy-out; the first hangs: copy of 4096 bytes"
                            + " (visit 3)",
                    message);
            rig.submit(QueueKind.COPY_IN, "open", new Command.Marker());
            rig.device.reset(QueueKind.COPY_OUT);
            rig.workers.runToEnd();
            assertEquals(5, rig.log.size());
        }
    }
}
