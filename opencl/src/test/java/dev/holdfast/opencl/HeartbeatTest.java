package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.Dispatch;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.SubmitOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// A real driver that has nothing to do is asked whether it is there.
final class HeartbeatTest {
    private static final String SOURCE =
            """
            kernel void nothing() {
            }

            kernel void endless(global const volatile int *flag) {
                while (flag[0] == 0) {
                }
            }
            """;

    private static MemoryOptions asking(Duration limit) {
        return MemoryOptions.defaults().withWatchdog(limit).withHeartbeat(Duration.ofMillis(5));
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - begun < TimeUnit.MINUTES.toNanos(1), what);
            Thread.sleep(1);
        }
    }

    private static Kernel load(Workbench bench, String name) {
        return bench.device.load(new KernelCode.InOpenClC(name, SOURCE, ""));
    }

    /// Breaks if a device that is well is given up because nobody hears its answer.
    @Test
    void aDeviceThatIsThereAnswersOverAndOver() throws Exception {
        try (Workbench bench = new Workbench()) {
            MemoryOptions options = asking(Duration.ofSeconds(30));
            try (var manager = MemoryManager.open(bench.device, bench.workers, options)) {
                var client = manager.client("idle");
                await("no ten rounds of answers", () -> bench.device.usage().commands() >= 30);
                assertEquals(Optional.empty(), manager.lost());
                client.submit(Work.launch(load(bench, "nothing"))).orThrow().await().orThrow();
            }
        }
    }

    /// Breaks if a queue that died while it was idle is found by who needs it. What it is at, the
    /// manager knows nothing of.
    @Test
    void aQueueThatDoesNotAnswerIsFoundBeforeAnybodyNeedsIt() throws Exception {
        Installed.requireTwoProcessors();
        try (Workbench bench = new Workbench()) {
            bench.runWell(QueueKind.COPY_IN, new Command.Fill(List.of(Workbench.onDevice(0, 64))));
            var once = new Dispatch(List.of(1L), List.of(), List.of(new Dispatch.Slot.Argument(0)));
            Command endless =
                    Workbench.launch(load(bench, "endless"), once, Workbench.onDevice(0, 64));
            CompletableFuture<Optional<Fault>> end = bench.submit(QueueKind.COMPUTE, endless);
            MemoryOptions options = asking(Duration.ofMillis(100));
            try (var manager = MemoryManager.open(bench.device, bench.workers, options)) {
                var client = manager.client("idle");
                await("nobody has noticed", () -> manager.lost().isPresent());
                SubmitOutcome next = client.submit(Work.launch(load(bench, "nothing")));
                assertInstanceOf(SubmitOutcome.Refused.class, next);
                bench.runWell(QueueKind.COPY_IN, Workbench.ones(64));
                assertEquals(Optional.empty(), Workbench.await(end));
                bench.runWell(QueueKind.COMPUTE, new Command.Marker());
            }
        }
    }
}
