package dev.holdfast.memory.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Dispatch;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a driver does before it runs a kernel the first time is no time of the kernel's.
class PreparationTest {
    private static final int SIZE = 4096;
    private static final long SECOND = 1_000_000_000;

    private final Rig rig =
            new Rig(
                    new ManualDevice(SIZE, SIZE, SIZE),
                    MemoryOptions.defaults()
                            .withCapture(dev.holdfast.memory.capture.CaptureLimits.off())
                            .withWatchdog(Duration.ofSeconds(1)));

    /// A kernel that needs three seconds before it begins.
    private static final Kernel COLD =
            new Kernel() {
                @Override
                public String name() {
                    return "cold";
                }

                @Override
                public long preparationNanos(List<Dispatch> dispatches) {
                    return 3 * SECOND;
                }
            };

    @Test
    void preparationIsAddedToTheLimit() throws Exception {
        try (rig) {
            rig.device().onReset(rig.device()::take);
            var client = rig.manager().client("client");
            Fence cold = client.submit(Work.launch(COLD)).orThrow();
            rig.workers().advance(4 * SECOND - 1);
            assertFalse(cold.isSettled());
            assertEquals(0, rig.count(Counter.RESETS));
            rig.workers().advance(1);
            assertTrue(cold.isFailed());
            assertEquals(1, rig.count(Counter.RESETS));
        }
    }

    @Test
    void preparationIsAddedToALimitOfItsOwn() throws Exception {
        try (rig) {
            rig.device().onReset(rig.device()::take);
            var client = rig.manager().client("client");
            Work limited = Work.launch(COLD).timeLimit(Duration.ofSeconds(2));
            Fence cold = client.submit(limited).orThrow();
            rig.workers().advance(5 * SECOND - 1);
            assertFalse(cold.isSettled());
            rig.workers().advance(1);
            assertTrue(cold.isFailed());
        }
    }
}
