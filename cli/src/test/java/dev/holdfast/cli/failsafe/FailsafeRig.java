package dev.holdfast.cli.failsafe;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.cli.replay.Backends;
import dev.holdfast.cli.replay.InputException;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.faulty.FaultyDevice;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.Access;
import dev.holdfast.testing.VerdictDevice;
import dev.holdfast.testing.WordKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// A manager on one of the devices there are, on real threads, with faults; and kernels that write
/// a pattern and check every word of it.
final class FailsafeRig implements AutoCloseable {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final PlatformWorkers workers = new PlatformWorkers("failsafe");
    private final Device behind;
    private final Device device;
    private final MemoryManager manager;
    private final WordKernels kernels;

    /// A rig on the device called `name`. If that one has slabs, all but one are taken, so that
    /// what is left is in one piece and of the size that was asked for.
    FailsafeRig(
            String name,
            long leftBytes,
            long hostBytes,
            long visibleShare,
            long seed,
            String... faults) {
        long slabs = name.equals("soft-flat") ? 4 : 1;
        long deviceBytes = slabs * leftBytes;
        long visibleBytes = slabs * visibleShare;
        List<FaultSpec> specs = Stream.of(faults).map(FaultSpec::parse).toList();
        FaultPlan plan = FaultPlan.of(seed, specs);
        var sizes =
                new DeviceOptions(
                        deviceBytes,
                        hostBytes,
                        OptionalLong.of(visibleBytes),
                        OptionalLong.empty());
        behind = open(name, sizes, workers);
        device = new FaultyDevice(behind, plan, workers);
        manager =
                MemoryManager.open(
                        device,
                        workers,
                        MemoryOptions.defaults().withCleanShare(0).withFaults(plan));
        kernels = WordKernels.of(device);
        for (long slab = 1; slab < slabs; slab++) {
            manager.client("crowd").create("taken " + slab, leftBytes).pin().orThrow();
        }
    }

    /// Where kernels cannot throw, they leave verdicts.
    private static Device open(String name, DeviceOptions sizes, PlatformWorkers workers) {
        try {
            DeviceProvider provider = new Backends().named(name);
            return name.equals("opencl")
                    ? VerdictDevice.open(provider, sizes, workers)
                    : provider.open(sizes, workers);
        } catch (InputException missing) {
            throw new AssertionError(missing);
        }
    }

    MemoryManager manager() {
        return manager;
    }

    /// A kernel that does not end before [Spinner#end].
    Spinner spinner() {
        if (behind instanceof VerdictDevice gated) {
            assumeTrue(
                    Runtime.getRuntime().availableProcessors() > 1,
                    "not run: the kernel keeps the only processor");
            return new Spinner(WordKernels.spin(device), gated::openGate);
        }
        CountDownLatch end = new CountDownLatch(1);
        JavaKernel spin =
                (memory, scalars) -> {
                    try {
                        end.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                };
        return new Spinner(device.load(new KernelCode.InJava("spin", spin)), end::countDown);
    }

    /// A kernel, and how it ends.
    record Spinner(Kernel kernel, Runnable how) {
        void end() {
            how.run();
        }
    }

    /// Overwrites every word by those of `version`.
    Work write(BufferHandle target, long version) {
        return Work.named("write", kernels.write(), word(version, 0), 1).overwrites(target);
    }

    /// Fails unless every word is that of `version`.
    Work check(BufferHandle source, long version) {
        return Work.named("check", kernels.check(), word(version, 0), 1).reads(source);
    }

    /// Checks as above, and writes those of the version after.
    Work bump(BufferHandle both, long version) {
        long first = word(version, 0);
        return Work.named("bump", kernels.bump(), first, 1, word(version + 1, 0)).updates(both);
    }

    static Fence submit(BufferHandle whose, Work work) throws InterruptedException {
        return whose.client().submit(work).orThrow();
    }

    /// The number of words of a host mapping that are not those of `version`.
    static long wrongWords(BufferHandle handle, long version) throws InterruptedException {
        long wrong = 0;
        try (var mapping = handle.map(Access.READ).orThrow()) {
            MemorySegment bytes = mapping.segment();
            for (long word = 0; word < bytes.byteSize() / Long.BYTES; word++) {
                long found = bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, word * Long.BYTES);
                wrong += found == word(version, word) ? 0 : 1;
            }
        }
        return wrong;
    }

    static long word(long version, long index) {
        return (version + 1) * SPREAD + index;
    }

    @Override
    public void close() {
        try (workers;
                device) {
            manager.close();
        }
    }
}
