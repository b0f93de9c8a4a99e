package dev.holdfast.opencl;

import static dev.holdfast.memory.Argument.read;
import static dev.holdfast.memory.Argument.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.Dispatch;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.ProgramKernel;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// A kernel that ends when somebody writes to its memory, on a real driver, which can stop nothing.
final class EndlessKernelTest {
    private static final String SOURCE =
            """
            kernel void endless(global const volatile int *flag, global int *out) {
                while (flag[0] == 0) {
                }
                out[0] = 7;
            }
            """;

    /// Breaks if queues share a thread of ours, or a lock that is held while a driver works.
    @Test
    @Scenario(value = "I9", breaks = "queues that share one thread")
    void itHoldsNoOtherQueueUp() {
        Installed.requireTwoProcessors();
        try (Workbench bench = new Workbench()) {
            bench.runWell(
                    QueueKind.COPY_IN, new Command.Fill(List.of(Workbench.onDevice(0, 4096))));
            Kernel kernel = bench.device.load(new KernelCode.InOpenClC("endless", SOURCE, ""));
            var dispatch =
                    new Dispatch(
                            List.of(1L),
                            List.of(),
                            List.of(new Dispatch.Slot.Argument(0), new Dispatch.Slot.Argument(1)));
            CompletableFuture<Optional<Fault>> endless =
                    bench.submit(
                            QueueKind.COMPUTE,
                            Workbench.launch(
                                    kernel,
                                    dispatch,
                                    Workbench.onDevice(0, 4),
                                    Workbench.onDevice(1024, 4)));
            CompletableFuture<Optional<Fault>> behind =
                    bench.submit(QueueKind.COMPUTE, new Command.Marker());
            for (int i = 0; i < 50; i++) {
                bench.runWell(
                        QueueKind.COPY_OUT,
                        new Command.Copy(
                                List.of(
                                        new Transfer(
                                                Workbench.onDevice(65536, 4096),
                                                Workbench.onHost(0, 4096)))));
                bench.runWell(QueueKind.COPY_IN, new Command.Marker());
            }
            assertFalse(endless.isDone());
            assertInstanceOf(ResetOutcome.NotPossible.class, bench.device.reset(QueueKind.COMPUTE));
            assertThrows(IllegalStateException.class, bench.device::close);
            assertFalse(behind.isDone());
            bench.runWell(QueueKind.COPY_IN, Workbench.ones(4096));
            assertEquals(Optional.empty(), Workbench.await(endless));
            assertEquals(Optional.empty(), Workbench.await(behind));
        }
    }

    /// The manager's watchdog finds it, the driver cannot be made to let go, and so the device is
    /// given up: everybody learns that, and nobody hangs. Breaks if whoever waits for a kernel that
    /// does not end waits for ever.
    @Test
    @Scenario(value = "I1", breaks = "whoever waits for a device that does not answer")
    void itsDeviceIsGivenUp() throws Exception {
        Installed.requireTwoProcessors();
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            ProgramKernel kernel = rig.manager.program(SOURCE).kernel("endless");
            BufferHandle flag = rig.of("flag", 0);
            BufferHandle out = rig.of("out", 1);
            Fence fence =
                    rig.submit(
                                    kernel.over(1)
                                            .args(read(flag), write(out))
                                            .timeLimit(Duration.ofMillis(50)))
                            .fence();
            FenceStatus status = fence.await();
            assertInstanceOf(FenceStatus.Failed.class, status);
            assertTrue(rig.manager.lost().isPresent());
            SubmitOutcome next = rig.client.submit(kernel.over(1).args(read(flag), write(out)));
            assertInstanceOf(SubmitOutcome.Refused.class, next);
            rig.client.create("another", 4096).close();
            // it ends after all: nobody is told twice, and the device can be closed
            release(rig.device);
        }
    }

    private static void release(Device device) {
        CompletableFuture<Optional<Fault>> written = new CompletableFuture<>();
        device.queue(QueueKind.COPY_IN)
                .submit(
                        Workbench.ones(1 << 20),
                        fault -> written.complete(Optional.ofNullable(fault)));
        assertEquals(Optional.empty(), Workbench.await(written));
        CompletableFuture<Optional<Fault>> idle = new CompletableFuture<>();
        device.queue(QueueKind.COMPUTE)
                .submit(new Command.Marker(), fault -> idle.complete(Optional.ofNullable(fault)));
        assertEquals(Optional.empty(), Workbench.await(idle));
    }
}
