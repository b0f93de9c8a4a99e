package dev.holdfast.device.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.Scenario;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Reset: the running command goes, touches nothing from then on, and those behind it run.
public interface ResetContract extends Backend {

    @Test
    default void anIdleQueueHasNothingToTake() {
        try (Rig rig = Rig.open(this)) {
            rig.assumeReset();
            for (QueueKind queue : QueueKind.values()) {
                assertInstanceOf(ResetOutcome.Idle.class, rig.device().reset(queue));
                rig.runWell(queue, new Command.Marker());
            }
            assertEquals(0, rig.device().usage().resets());
        }
    }

    @Test
    @Scenario(value = "I9", breaks = "a reset that fails what waits behind the guilty command")
    default void onlyTheRunningCommandIsTaken() {
        try (Rig rig = Rig.open(this)) {
            rig.assumeReset();
            Gate gate = new Gate();
            Kernel stuck = rig.kernel("stuck", (memory, scalars) -> gate.stop());
            Kernel store = rig.kernel("store", (memory, scalars) -> memory.putLong(0, 0, 5));
            rig.runWell(QueueKind.COPY_IN, new Command.Fill(List.of(Rig.onDevice(0, 4096))));
            CompletableFuture<Fault> guilty =
                    rig.submit(QueueKind.COMPUTE, rig.launch(stuck, true, Rig.onDevice(0, 256)));
            CompletableFuture<Fault> behind =
                    rig.submit(QueueKind.COMPUTE, rig.launch(store, true, Rig.onDevice(1024, 256)));
            gate.awaitArrival();
            rig.runWell(QueueKind.COPY_IN, Rig.copy(Rig.onHost(0, 256), Rig.onDevice(2048, 256)));
            assertFalse(guilty.isDone());
            assertFalse(behind.isDone());
            assertInstanceOf(ResetOutcome.Reset.class, rig.device().reset(QueueKind.COMPUTE));
            Fault fault = Rig.await(guilty);
            assertNotNull(fault);
            assertEquals(FaultKind.REVOKED, fault.kind());
            assertNull(Rig.await(behind));
            assertEquals(5, rig.read(Rig.onDevice(1024, 8))[0]);
            assertEquals(1, rig.device().usage().resets());
            gate.open();
        }
    }

    @Test
    default void aRevokedKernelTouchesNothingMore() throws Exception {
        try (Rig rig = Rig.open(this)) {
            rig.assumeReset();
            Gate gate = new Gate();
            CountDownLatch ended = new CountDownLatch(1);
            Kernel late =
                    rig.kernel(
                            "late",
                            (memory, scalars) -> {
                                memory.putLong(0, 0, 1);
                                gate.stop();
                                try {
                                    memory.putLong(0, 8, 2);
                                } finally {
                                    ended.countDown();
                                }
                            });
            rig.runWell(QueueKind.COPY_IN, new Command.Fill(List.of(Rig.onDevice(0, 256))));
            CompletableFuture<Fault> guilty =
                    rig.submit(QueueKind.COMPUTE, rig.launch(late, true, Rig.onDevice(0, 256)));
            gate.awaitArrival();
            rig.device().reset(QueueKind.COMPUTE);
            assertNotNull(Rig.await(guilty));
            gate.open();
            ended.await();
            rig.runWell(QueueKind.COMPUTE, new Command.Marker());
            assertEquals(1, rig.read(Rig.onDevice(0, 256))[0]);
            assertEquals(0, rig.read(Rig.onDevice(0, 256))[1], "the write after the reset");
        }
    }

    @Test
    @Scenario(value = "I12", breaks = "a queue that does not survive its second reset")
    default void aQueueSurvivesManyResets() {
        try (Rig rig = Rig.open(this)) {
            rig.assumeReset();
            for (int round = 1; round <= 20; round++) {
                Gate gate = new Gate();
                Kernel stuck = rig.kernel("stuck", (memory, scalars) -> gate.stop());
                CompletableFuture<Fault> guilty =
                        rig.submit(QueueKind.COMPUTE, rig.launch(stuck, true));
                CompletableFuture<Fault> behind =
                        rig.submit(QueueKind.COMPUTE, new Command.Marker());
                gate.awaitArrival();
                assertInstanceOf(ResetOutcome.Reset.class, rig.device().reset(QueueKind.COMPUTE));
                assertEquals(FaultKind.REVOKED, Rig.await(guilty).kind());
                assertNull(Rig.await(behind));
                assertEquals(round, rig.device().usage().resets());
                gate.open();
            }
        }
    }

    @Test
    @Scenario(value = "I6", breaks = "who decides too late takes the next command")
    default void aResetThatNamesACommandLeavesTheNextOneAlone() {
        try (Rig rig = Rig.open(this)) {
            rig.assumeReset();
            Gate gate = new Gate();
            Kernel running = rig.kernel("running", (memory, scalars) -> gate.stop());
            CompletableFuture<Fault> before = new CompletableFuture<>();
            Completion over = before::complete;
            rig.device().queue(QueueKind.COMPUTE).submit(new Command.Marker(), over);
            assertNull(Rig.await(before));
            CompletableFuture<Fault> innocent = new CompletableFuture<>();
            Completion named = innocent::complete;
            rig.device().queue(QueueKind.COMPUTE).submit(rig.launch(running, true), named);
            gate.awaitArrival();
            assertInstanceOf(ResetOutcome.Idle.class, rig.device().reset(QueueKind.COMPUTE, over));
            assertFalse(innocent.isDone());
            assertEquals(0, rig.device().usage().resets());
            assertInstanceOf(
                    ResetOutcome.Reset.class, rig.device().reset(QueueKind.COMPUTE, named));
            assertEquals(FaultKind.REVOKED, Rig.await(innocent).kind());
            assertInstanceOf(ResetOutcome.Idle.class, rig.device().reset(QueueKind.COMPUTE, named));
            gate.open();
        }
    }

    /// Where a kernel stops until the test lets it go.
    final class Gate {
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        void stop() {
            arrived.countDown();
            await(opened);
        }

        void awaitArrival() {
            await(arrived);
        }

        void open() {
            opened.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
