package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.Dispatch;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelBuildException;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.lwjgl.opencl.CL10;

/// Nothing of a driver's is left behind: every object in a context holds the context.
final class LeftBehindTest {
    private static final String ADD_ONE =
            "kernel void one(global int *a) { a[get_global_id(0)] += 1; }";

    /// Breaks if slabs, sub-buffers, pinned memory, queues, programs or kernels are not released.
    @Test
    void aClosedDeviceHoldsNothing() {
        try (Workbench bench =
                new Workbench(
                        limits -> Installed.allocating(limits, 2 << 20),
                        Completions.of("callback"),
                        Workbench.HEAP_BYTES)) {
            Kernel kernel = bench.device.load(new KernelCode.InOpenClC("one", ADD_ONE, ""));
            var dispatch =
                    new Dispatch(List.of(64L), List.of(), List.of(new Dispatch.Slot.Argument(0)));
            for (long at = 0; at < Workbench.HEAP_BYTES; at += 1 << 16) {
                bench.runWell(
                        QueueKind.COMPUTE,
                        Workbench.launch(kernel, dispatch, Workbench.onDevice(at, 256)));
            }
            assertTrue(bench.contextHolders() > 10);
            bench.device.close();
            Holders.become(1, bench::contextHolders);
        }
    }

    @Test
    void aSourceThatDoesNotCompileLeavesNothing() {
        try (Workbench bench = new Workbench()) {
            long before = bench.contextHolders();
            for (String name : List.of("one", "two")) {
                String source = name.equals("one") ? "kernel void one(" : ADD_ONE;
                assertThrows(
                        KernelBuildException.class,
                        () -> bench.device.load(new KernelCode.InOpenClC(name, source, "")));
            }
            // the program in which "two" was looked for is there, and compiled
            assertEquals(1, bench.device.programs().count());
            Holders.become(before + 1, bench::contextHolders);
        }
    }

    @Test
    void aDeviceThatCannotBeOpenedLeavesNothing() {
        ClDevice first = Installed.require().devices().getFirst();
        Session session = Session.open(first);
        CL10.clRetainContext(session.context());
        var impossible = DeviceOptions.of(1 << 20, 1L << 60);
        try (PlatformWorkers workers = new PlatformWorkers("test")) {
            assertThrows(
                    ClException.class,
                    () -> Opening.open(session, impossible, Completions.of("wait"), workers));
        }
        Holders.become(1, () -> Workbench.holders(session));
        CL10.clReleaseContext(session.context());
    }

    /// Breaks if sub-buffers are given back before their command is over, or not at all.
    @Test
    void subBuffersAreCountedAndAFewAreKept() {
        try (Workbench bench = new Workbench()) {
            Kernel kernel = bench.device.load(new KernelCode.InOpenClC("one", ADD_ONE, ""));
            var dispatch =
                    new Dispatch(List.of(64L), List.of(), List.of(new Dispatch.Slot.Argument(0)));
            for (int i = 0; i < 1000; i++) {
                bench.submit(
                        QueueKind.COMPUTE,
                        Workbench.launch(kernel, dispatch, Workbench.onDevice(i * 1024L, 256)));
            }
            bench.runWell(QueueKind.COMPUTE, new Command.Marker());
            assertEquals(0, bench.device.subBuffers().inUse());
            assertEquals(64, bench.device.subBuffers().count());
            // all of the only slab is the slab itself
            bench.runWell(
                    QueueKind.COMPUTE,
                    Workbench.launch(
                            kernel, dispatch, Workbench.onDevice(0, Workbench.HEAP_BYTES)));
            assertEquals(64, bench.device.subBuffers().count());
        }
    }

    /// Breaks if a slab is made before it is needed.
    @Test
    void slabsAreMadeWhenTheyAreTouched() {
        UnaryOperator<Limits> small = limits -> Installed.allocating(limits, 1 << 20);
        try (Workbench bench = new Workbench(small, Completions.of("wait"), Workbench.HEAP_BYTES)) {
            long before = bench.contextHolders();
            bench.runWell(
                    QueueKind.COPY_IN,
                    new Command.Fill(List.of(Workbench.onDevice((3 << 20) - 8, 16))));
            Holders.become(before + 2, bench::contextHolders);
        }
    }
}
