package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Dispatch;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.memory.Argument;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.recorder.Counters.Counter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A driver that compiles a kernel when it first runs it. The source is another one every time, so
/// that no cache of the driver's has it.
final class ColdKernelTest {
    private static String newSource() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            body.append("    sum = sum * %dUL + (sum >> %d);%n".formatted(2 * i + 3, i % 31 + 1));
        }
        return """
        __kernel void cold(__global ulong *words) {
            ulong sum = words[get_global_id(0)] + %dUL;
        %s
            words[get_global_id(0)] = sum | 1;
        }
        """
                .formatted(System.nanoTime(), body);
    }

    /// Breaks if the time in which a driver compiles counts as the kernel's.
    @Test
    void firstLaunchIsNotTakenForHung() throws Exception {
        try (Workbench bench = new Workbench()) {
            MemoryOptions options = MemoryOptions.defaults().withWatchdog(Duration.ofMillis(5));
            try (var manager = MemoryManager.open(bench.device, bench.workers, options)) {
                var client = manager.client("cold");
                var words = client.create("words", 8 * 256);
                var kernel = manager.program(newSource()).kernel("cold");
                client.submit(kernel.over(256).args(Argument.readWrite(words)))
                        .orThrow()
                        .await()
                        .orThrow();
                assertEquals(0, client.guilty());
                assertEquals(0, manager.counters().get(Counter.RESETS));
                assertEquals(Optional.empty(), manager.lost());
            }
        }
    }

    @Test
    void sizeThatHasRunNeedsNoPreparation() throws Exception {
        try (Workbench bench = new Workbench()) {
            Kernel cold = bench.device.load(new KernelCode.InOpenClC("cold", newSource(), ""));
            var few = dispatch(64);
            assertTrue(cold.preparationNanos(List.of(few)) > 0);
            bench.runWell(
                    dev.holdfast.device.QueueKind.COMPUTE,
                    Workbench.launch(cold, few, Workbench.onDevice(0, 8 * 64)));
            assertEquals(0, cold.preparationNanos(List.of(few)));
            assertTrue(cold.preparationNanos(List.of(few, dispatch(128))) > 0);
        }
    }

    private static Dispatch dispatch(long items) {
        return new Dispatch(List.of(items), List.of(), List.of(new Dispatch.Slot.Argument(0)));
    }
}
