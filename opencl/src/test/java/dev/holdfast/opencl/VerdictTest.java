package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.VerdictDevice;
import dev.holdfast.testing.WordKernels;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What other suites rely on: that a kernel in OpenCL C which finds a wrong word fails.
final class VerdictTest {
    private static Optional<Fault> run(VerdictDevice device, Kernel kernel, long... scalars) {
        CompletableFuture<Optional<Fault>> result = new CompletableFuture<>();
        var words = new BufferArgument(0, List.of(Workbench.onDevice(4096, 8000)), 8000, true);
        device.queue(QueueKind.COMPUTE)
                .submit(
                        new Command.Launch(kernel, List.of(words), scalars, Optional.empty()),
                        fault -> result.complete(Optional.ofNullable(fault)));
        return Workbench.await(result);
    }

    @Test
    void aWrongWordFailsTheKernelThatFindsItAndNoOther() {
        try (var workers = new PlatformWorkers("verdict");
                VerdictDevice device =
                        VerdictDevice.open(
                                new TestProvider("callback", List.of()),
                                DeviceOptions.of(1 << 16, 1 << 16),
                                workers)) {
            WordKernels kernels = WordKernels.of(device);
            for (int round = 0; round < 1000; round++) {
                assertEquals(Optional.empty(), run(device, kernels.write(), round, 3));
                assertEquals(Optional.empty(), run(device, kernels.check(), round, 3));
                Fault fault = run(device, kernels.check(), round - 6, 4).orElseThrow();
                assertEquals(FaultKind.KERNEL_FAILED, fault.kind());
                assertTrue(fault.toString().contains("word 0 is wrong"), fault::toString);
                fault = run(device, kernels.bump(), round, 2, 0).orElseThrow();
                assertTrue(fault.toString().contains("word 1 is wrong"), fault::toString);
                assertEquals(Optional.empty(), run(device, kernels.nothing(), 1, 2));
                assertEquals(Optional.empty(), run(device, kernels.bump(), round, 3, 7));
                assertEquals(Optional.empty(), run(device, kernels.check(), 7, 1));
            }
        }
    }
}
