package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.Dispatch;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.work.Access;
import dev.holdfast.soft.SoftProvider;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Launches over work items, as far as they can be told without a device that has any.
final class SpreadTest {
    /// A kernel that keeps what it is asked to check.
    private static final class Asked implements Kernel {
        private final List<Dispatch> dispatches = new ArrayList<>();

        @Override
        public String name() {
            return "asked";
        }

        @Override
        public void check(Dispatch dispatch) {
            dispatches.add(dispatch);
            if (dispatch.slots().size() > 7) {
                throw new IllegalArgumentException("too many");
            }
        }
    }

    private final Asked kernel = new Asked();
    private final ProgramKernel asked = new ProgramKernel(kernel);

    /// Breaks if a number changes its width or its bits on the way.
    @Test
    void numbersKeepTheirWidthAndTheirBits() {
        asked.over(8, 4)
                .within(2, 1)
                .args((byte) -1, (short) -2, -3, -4L, 1.5f, -2.5, Argument.local(100));
        Dispatch dispatch = kernel.dispatches.getFirst();
        assertEquals(List.of(8L, 4L), dispatch.globalSizes());
        assertEquals(List.of(2L, 1L), dispatch.localSizes());
        assertEquals(
                List.of(
                        new Dispatch.Slot.Scalar(-1, 1),
                        new Dispatch.Slot.Scalar(-2, 2),
                        new Dispatch.Slot.Scalar(-3, 4),
                        new Dispatch.Slot.Scalar(-4, 8),
                        new Dispatch.Slot.Scalar(Float.floatToRawIntBits(1.5f), 4),
                        new Dispatch.Slot.Scalar(Double.doubleToRawLongBits(-2.5), 8),
                        new Dispatch.Slot.Local(100)),
                dispatch.slots());
    }

    @Test
    void whatIsNoWorkOnAnyDeviceIsRefusedByName() {
        refused(() -> asked.over(), "kernel \"asked\"", "0 dimensions");
        refused(() -> asked.over(1, 2, 3, 4), "kernel \"asked\"", "4 dimensions");
        refused(() -> asked.over(5, 0), "kernel \"asked\"", "[5, 0]");
        refused(() -> asked.over(5).within(-1), "kernel \"asked\"", "[-1]");
        refused(() -> asked.over(5).within(1, 1), "kernel \"asked\"", "[5]", "[1, 1]");
        refused(() -> asked.over(5).args(1, "two"), "argument 1", "got two");
        refused(() -> asked.over(5).args(1, 2, 3, 4, 5, 6, 7, 8), "too many");
        refused(() -> Argument.local(0), "0 bytes");
    }

    /// Breaks if a device's refusal comes when the launch is handed over, where nobody can catch
    /// it.
    @Test
    void mistakesAreThrownAtWhoeverSubmits() throws Exception {
        try (PlatformWorkers workers = new PlatformWorkers("test");
                Device device =
                        new SoftProvider().open(DeviceOptions.of(1 << 20, 1 << 20), workers);
                MemoryManager manager =
                        MemoryManager.open(device, workers, MemoryOptions.defaults());
                Client client = manager.client("test")) {
            var object = client.create("object", 64);
            var first = new Dispatch(List.of(1L), List.of(), slots(0));
            var second = new Dispatch(List.of(1L), List.of(), slots(1));
            refused(
                    () ->
                            client.submit(
                                    Work.dispatched("two", kernel, List.of(first, second))
                                            .with(object, Access.READ)),
                    "\"two\"",
                    "object 1 of 1");
            Kernel java = device.load(new KernelCode.InJava("java", (memory, scalars) -> {}));
            refused(
                    () ->
                            client.submit(
                                    Work.dispatched("work", java, List.of(first))
                                            .with(object, Access.READ)),
                    "kernel \"java\" is in Java");
            refused(() -> manager.program("kernel void x() {}").kernel("x"), "no OpenCL C");
            assertEquals(0, manager.counters().get(Counter.SUBMISSIONS));
        }
    }

    private static List<Dispatch.Slot> slots(int index) {
        return List.of(new Dispatch.Slot.Argument(index));
    }

    private static void refused(Executable call, String... words) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), "\"" + word + "\" in: " + message);
        }
    }
}
