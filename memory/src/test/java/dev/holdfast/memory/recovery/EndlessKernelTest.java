package dev.holdfast.memory.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.work.Access;
import dev.holdfast.testing.Scenario;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Kernels that do not end, on a device with threads and time of its own.
class EndlessKernelTest {
    private static final int KIB = 1 << 10;

    private final PlatformWorkers workers = new PlatformWorkers("endless");
    private final Device device = soft();
    private final Kernel endless =
            device.load(
                    new KernelCode.InJava(
                            "endless",
                            (memory, scalars) -> {
                                while (memory.getLong(0, 0) >= 0) {
                                    memory.putLong(0, 0, memory.getLong(0, 0) + 1 & 0xFFFF);
                                }
                            }));
    private final Kernel store =
            device.load(
                    new KernelCode.InJava(
                            "store", (memory, scalars) -> memory.putLong(0, 0, scalars[0])));

    private Device soft() {
        return ServiceLoader.load(DeviceProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("soft"))
                .findFirst()
                .orElseThrow()
                .open(DeviceOptions.of(256 * KIB, 256 * KIB), workers);
    }

    @AfterEach
    void close() {
        device.close();
        workers.close();
    }

    private static long word(BufferHandle handle) throws InterruptedException {
        try (var mapping = handle.map(Access.READ).orThrow()) {
            return mapping.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
        }
    }

    @Test
    @Scenario(
            value = {"I15", "I6"},
            breaks = "a kernel without an end keeps its queue")
    void anEndlessKernelEndsAndItsNeighboursRun() throws Exception {
        var options = MemoryOptions.defaults();
        try (var manager = MemoryManager.open(device, workers, options)) {
            Client bad = manager.client("bad");
            Client good = manager.client("good");
            BufferHandle spun = bad.create("spun", 4 * KIB);
            BufferHandle kept = good.create("kept", 4 * KIB);
            Fence hung =
                    bad.submit(Work.launch(endless).updates(spun).timeLimit(Duration.ofMillis(50)))
                            .orThrow();
            Fence fine = good.submit(Work.launch(store, 42).overwrites(kept)).orThrow();
            assertEquals(FaultKind.REVOKED, hung.await().fault().orElseThrow().kind());
            fine.await().orThrow();
            assertEquals(42, word(kept));
            assertEquals(1, bad.guilty());
            assertEquals(0, good.guilty());
        }
    }

    @Test
    @Scenario(
            value = {"I12", "I7"},
            breaks = "a reset is lost, counted twice, or meets a command that nobody named")
    void resetsWhileOthersSubmitAreCountedExactlyAndLeaveNobodyStuck() throws Exception {
        try (var manager = MemoryManager.open(device, workers, MemoryOptions.defaults())) {
            AtomicBoolean through = new AtomicBoolean();
            FutureTask<Void> resetting =
                    new FutureTask<>(() -> {
                        while (!through.get()) {
                            for (QueueKind queue : QueueKind.values()) {
                                manager.reset(queue);
                            }
                            Thread.yield();
                        }
                        return null;
                    });
            Thread.ofPlatform().daemon().start(resetting);
            List<Client> clients = new ArrayList<>();
            long revoked = 0;
            for (int i = 0; i < 4; i++) {
                Client client = manager.client("client " + i);
                clients.add(client);
                BufferHandle spun = client.create("spun", 4 * KIB);
                BufferHandle stored = client.create("stored", 4 * KIB);
                List<Fence> fences = new ArrayList<>();
                for (int round = 0; round < 25; round++) {
                    fences.add(client.submit(Work.launch(endless).overwrites(spun)).orThrow());
                    fences.add(client.submit(Work.launch(store, i).overwrites(stored)).orThrow());
                }
                for (Fence fence : fences) {
                    var fault = fence.await().fault();
                    revoked += fault.filter(f -> f.kind() == FaultKind.REVOKED).isPresent() ? 1 : 0;
                }
            }
            through.set(true);
            resetting.get();
            assertTrue(revoked >= 4 * 25, "every endless one");
            assertEquals(revoked, clients.stream().mapToLong(Client::guilty).sum());
            assertTrue(manager.counters().get(Counter.RESETS) >= revoked);
        }
    }
}
