package dev.holdfast.faulty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.soft.SoftProvider;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// A completion that is late: behind one of another queue, on a thread that is nobody's.
final class ReorderTest {

    /// Breaks if it does not wait for another queue.
    @Test
    void itComesBehindTheNextCompletionOfAnotherQueue() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:reorder@#1")) {
            rig.submit(QueueKind.COPY_IN, "late", FaultyRig.in(8));
            rig.submit(QueueKind.COPY_IN, "behind", new Command.Marker());
            rig.workers.runUntilIdle();
            assertEquals(List.of(), rig.log);
            rig.submit(QueueKind.COMPUTE, "other", new Command.Marker());
            rig.workers.runUntilIdle();
            assertEquals(List.of("other@0", "late@0", "behind@0"), rig.log);
            assertEquals(0, rig.workers.alarms());
        }
    }

    /// Breaks if it waits for ever where no other queue has work.
    @Test
    void aloneItIsALittleLate() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:reorder@always")) {
            rig.submit(QueueKind.COPY_IN, "1", FaultyRig.in(8));
            rig.submit(QueueKind.COPY_IN, "2", FaultyRig.in(8));
            rig.submit(QueueKind.COPY_IN, "3", new Command.Marker());
            rig.workers.runToEnd();
            assertEquals(List.of("1@1000", "2@1000", "3@1000"), rig.log);
        }
    }

    /// Breaks if a completion of its own queue lets it go too.
    @Test
    void theOneBeforeItInItsQueueIsNoOther() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:reorder@always")) {
            rig.submit(QueueKind.COPY_IN, "1", FaultyRig.in(8));
            rig.workers.advance(500_000);
            rig.submit(QueueKind.COPY_IN, "2", FaultyRig.in(8));
            rig.workers.runToEnd();
            assertEquals(List.of("1@1000", "2@1500"), rig.log);
        }
    }

    /// Breaks if the queue is held like that of a delayed command.
    @Test
    void itsWorkAndThatBehindItIsDoneInOrderMeanwhile() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:reorder@always", "copy-out:reorder@#1")) {
            rig.view(FaultyRig.onHost(0, 64)).fill((byte) 9);
            rig.submit(QueueKind.COPY_IN, "in", FaultyRig.in(64));
            rig.submit(
                    QueueKind.COPY_IN,
                    "out",
                    FaultyRig.copy(FaultyRig.onDevice(0, 64), FaultyRig.onHost(64, 64)));
            rig.workers.runUntilIdle();
            assertEquals(List.of(), rig.log);
            assertEquals(9, rig.bytes(FaultyRig.onHost(64, 64))[63]);
            rig.workers.runToEnd();
            assertEquals(List.of("in@1000", "out@1000"), rig.log);
        }
    }

    /// Each of two queues waits for the other: the first to be over lets nobody go, because nobody
    /// completes. Breaks if only a completion ends the wait.
    @Test
    void twoThatWaitForEachOtherGoOn() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:reorder@#1", "copy-out:reorder@#1")) {
            rig.submit(QueueKind.COPY_IN, "in", FaultyRig.in(8));
            rig.submit(QueueKind.COPY_OUT, "out", FaultyRig.out(8));
            rig.workers.runUntilIdle();
            assertEquals(List.of(), rig.log);
            rig.workers.runToEnd();
            assertEquals(List.of("in@1000", "out@1000"), rig.log);
        }
    }

    @Test
    void aResetTakesItAndWhatIsBehindCompletes() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:reorder@#1")) {
            rig.submit(QueueKind.COPY_IN, "late", FaultyRig.in(8));
            rig.submit(QueueKind.COPY_IN, "behind", new Command.Marker());
            rig.workers.runUntilIdle();
            assertThrows(IllegalStateException.class, rig.device::close);
            assertInstanceOf(ResetOutcome.Reset.class, rig.device.reset(QueueKind.COPY_IN));
            rig.workers.runToEnd();
            assertEquals(List.of("late@0!REVOKED", "behind@0"), rig.log);
            rig.submit(QueueKind.COMPUTE, "other", new Command.Marker());
            rig.workers.runToEnd();
            assertEquals(3, rig.log.size(), "it completes once");
        }
    }

    /// Breaks if whoever completes takes the right to do so with him when he is thrown out.
    @Test
    void aCompletionThatThrowsHoldsNobodyUp() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:reorder@#1")) {
            rig.device
                    .queue(QueueKind.COPY_IN)
                    .submit(
                            FaultyRig.in(8),
                            fault -> {
                                throw new IllegalArgumentException("on purpose");
                            });
            rig.submit(QueueKind.COPY_IN, "behind", FaultyRig.in(8));
            assertThrows(IllegalArgumentException.class, rig.workers::runToEnd);
            rig.workers.runToEnd();
            assertEquals(List.of("behind@1000"), rig.log);
        }
    }

    /// Breaks if the completion comes on the thread of its own queue, or of the other one.
    @Test
    void itComesOnAThreadOfItsOwn() throws Exception {
        try (PlatformWorkers workers = new PlatformWorkers("test");
                Device device = open(workers, "copy-in:reorder@always", "copy-out:reorder@#2")) {
            CompletableFuture<String> late = new CompletableFuture<>();
            device.queue(QueueKind.COPY_IN)
                    .submit(
                            FaultyRig.in(8),
                            fault -> late.complete(Thread.currentThread().getName()));
            CompletableFuture<Fault> other = new CompletableFuture<>();
            device.queue(QueueKind.COMPUTE).submit(new Command.Marker(), other::complete);
            assertTrue(late.get().endsWith("faulty-foreign"), late.get());
            assertNull(other.get());
        }
    }

    private static Device open(PlatformWorkers workers, String... specs) {
        FaultPlan plan = FaultPlan.of(1, List.of(specs).stream().map(FaultSpec::parse).toList());
        Device soft = new SoftProvider().open(DeviceOptions.of(1 << 20, 1 << 20), workers);
        return new FaultyDevice(soft, plan, workers);
    }
}
