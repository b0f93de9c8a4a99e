package dev.holdfast.cli.failsafe;

import dev.holdfast.cli.replay.Backends;
import dev.holdfast.cli.replay.InputException;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.KernelMemory;
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
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// A manager on the embedded device, on real threads, with faults; and kernels that write a pattern
/// and check every word of it.
final class FailsafeRig implements AutoCloseable {
    private static final int TILE = 512;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final PlatformWorkers workers = new PlatformWorkers("failsafe");
    private final Device device;
    private final MemoryManager manager;
    private final Kernel write;
    private final Kernel check;
    private final Kernel bump;

    /// A rig on `soft`.
    FailsafeRig(long deviceBytes, long hostBytes, long visibleBytes, long seed, String... faults) {
        this("soft", deviceBytes, hostBytes, visibleBytes, seed, faults);
    }

    /// A rig on the device called `name`. If that one has slabs, all but one are taken, so that
    /// what is left is in one piece and of the size that was asked for.
    FailsafeRig(
            String name,
            long leftBytes,
            long hostBytes,
            long visibleShare,
            long seed,
            String... faults) {
        long slabs = name.equals("soft") ? 1 : 4;
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
        try {
            device =
                    new FaultyDevice(
                            new Backends().named(name).open(sizes, workers), plan, workers);
        } catch (InputException missing) {
            throw new AssertionError(missing);
        }
        manager =
                MemoryManager.open(
                        device,
                        workers,
                        MemoryOptions.defaults().withCleanShare(0).withFaults(plan));
        write = kernel("write", (memory, scalars) -> each(memory, scalars[0], false, true));
        check = kernel("check", (memory, scalars) -> each(memory, scalars[0], true, false));
        bump = kernel("bump", (memory, scalars) -> each(memory, scalars[0], true, true));
        for (long slab = 1; slab < slabs; slab++) {
            manager.client("crowd").create("taken " + slab, leftBytes).pin().orThrow();
        }
    }

    MemoryManager manager() {
        return manager;
    }

    Kernel kernel(String name, JavaKernel body) {
        return device.load(new KernelCode.InJava(name, body));
    }

    /// Overwrites every word by those of `version`.
    Work write(BufferHandle target, long version) {
        return Work.named("write", write, version).overwrites(target);
    }

    /// Fails unless every word is that of `version`.
    Work check(BufferHandle source, long version) {
        return Work.named("check", check, version).reads(source);
    }

    /// Checks as above, and writes those of the version after.
    Work bump(BufferHandle both, long version) {
        return Work.named("bump", bump, version).updates(both);
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

    private static long word(long version, long index) {
        return (version + 1) * SPREAD + index;
    }

    private static void each(KernelMemory memory, long version, boolean reads, boolean writes) {
        long words = memory.sizeBytes(0) / Long.BYTES;
        long[] tile = new long[TILE];
        long next = reads ? version + 1 : version;
        for (long from = 0; from < words; from += TILE) {
            int count = (int) Math.min(TILE, words - from);
            if (reads) {
                memory.read(0, from * Long.BYTES, tile, 0, count);
                check(tile, count, from, version);
            }
            if (writes) {
                for (int i = 0; i < count; i++) {
                    tile[i] = word(next, from + i);
                }
                memory.write(0, from * Long.BYTES, tile, 0, count);
            }
        }
    }

    private static void check(long[] tile, int count, long from, long version) {
        for (int i = 0; i < count; i++) {
            if (tile[i] != word(version, from + i)) {
                throw new IllegalStateException(
                        "word %d is %x, not that of version %d"
                                .formatted(from + i, tile[i], version));
            }
        }
    }

    @Override
    public void close() {
        try (workers;
                device) {
            manager.close();
        }
    }
}
