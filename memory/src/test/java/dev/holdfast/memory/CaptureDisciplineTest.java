package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Device;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.region.AllocationRequest;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.region.Window;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.SteppedWorkers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/// While a capture notes, and while it copies by CPU, a fence may be waiting for it: what could
/// wait for one in turn throws there. The clock and the device stand in for code that forgets.
class CaptureDisciplineTest {
    private static final AllocationRequest SOME =
            new AllocationRequest(256, false, Window.ANY, 1, false);

    private final SteppedWorkers stepped = new SteppedWorkers();
    private final ManualDevice device = new ManualDevice(64 << 10, 256 << 10, 64 << 10);
    private final List<String> objections = new ArrayList<>();
    private Runnable whenAsked = () -> {};

    /// Stepped workers whose clock does something else too.
    private final class Careless implements Workers, Ticker {
        @Override
        public Ticker ticker() {
            return this;
        }

        @Override
        public Executor worker(String name) {
            return stepped.worker(name);
        }

        @Override
        public FenceStatus await(Fence fence) throws InterruptedException {
            return stepped.await(fence);
        }

        @Override
        public boolean stepped() {
            return true;
        }

        @Override
        public long nanoTime() {
            whenAsked.run();
            return stepped.nanoTime();
        }

        @Override
        public Alarm schedule(long delayNanos, Runnable task) {
            return stepped.ticker().schedule(delayNanos, task);
        }
    }

    private void objects(org.junit.jupiter.api.function.Executable misuse) {
        objections.add(assertThrows(IllegalStateException.class, misuse).getMessage());
    }

    private MemoryManager managerWithAFlaggedLaunchInFlight() {
        MemoryManager manager =
                MemoryManager.open(device, new Careless(), MemoryOptions.defaults());
        Kernel kernel = device.load(new KernelCode.InJava("nothing", (memory, none) -> {}));
        BufferHandle weights = manager.client("a").create("weights", 4096);
        weights.client().trySubmit(Work.launch(kernel).updates(weights).captured()).orThrow();
        return manager;
    }

    private void end(MemoryManager manager) {
        stepped.runUntilIdle();
        device.completeAll();
        stepped.runUntilIdle();
        manager.close();
    }

    @Test
    @Scenario(
            value = {"12", "13"},
            breaks = "the first phase of a capture is no signalling section")
    void noRegionIsAllocatedFromAndNoFenceIsWaitedForWhileNotesAreTaken() {
        MemoryManager manager = managerWithAFlaggedLaunchInFlight();
        Region region = manager.parts().residency().device();
        whenAsked =
                () -> {
                    whenAsked = () -> {};
                    assertTrue(SignallingSection.isActive());
                    objects(manager::deviceUsage);
                    objects(() -> region.allocate(SOME));
                    objects(() -> new SettableFence().await(Duration.ZERO));
                };
        manager.capture();
        assertTrue(objections.get(0).startsWith("taking the ledger inside a signalling section"));
        assertTrue(objections.get(1).startsWith("allocating from a region inside"));
        assertTrue(objections.get(2).startsWith("waiting for a fence inside"));
        stepped.runUntilIdle();
        assertEquals(1, manager.takeCapture().orElseThrow().objects().size());
        end(manager);
    }

    @Test
    @Scenario(
            value = {"12", "13"},
            breaks = "the copy by CPU is no signalling section")
    void whoeverTriesThatWhileAnObjectIsCopiedLosesThatObject() {
        MemoryManager manager = managerWithAFlaggedLaunchInFlight();
        manager.capture();
        device.afterView(() -> {
            device.afterView(() -> {});
            objects(() -> new SettableFence().await(Duration.ZERO));
            manager.deviceUsage();
        });
        stepped.runUntilIdle();
        assertTrue(objections.get(0).startsWith("waiting for a fence inside"));
        var object = manager.takeCapture().orElseThrow().objects().getFirst();
        assertTrue(object.contents().toString().contains("taking the ledger inside"));
        end(manager);
    }

    @Test
    @Scenario(
            value = "12",
            breaks = "a capture whose notes are cut short is no capture, or the last one")
    void whereThereIsNoMemoryForNotesTheCaptureIsPartialAndTheNextIsWhole() {
        MemoryManager manager = managerWithAFlaggedLaunchInFlight();
        whenAsked =
                () -> {
                    whenAsked = () -> {};
                    throw new OutOfMemoryError("by hand");
                };
        manager.capture();
        stepped.runUntilIdle();
        assertEquals(List.of(), manager.takeCapture().orElseThrow().objects());
        manager.capture();
        stepped.runUntilIdle();
        var object = manager.takeCapture().orElseThrow().objects().getFirst();
        assertTrue(object.contents() instanceof Contents.Present);
        assertEquals(Device.DEVICE_HEAP, object.atSubmission().ranges().getFirst().heap());
        end(manager);
    }
}
