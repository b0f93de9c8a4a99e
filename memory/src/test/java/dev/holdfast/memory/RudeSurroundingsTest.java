package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.KernelMemory;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.RudeWorld;
import dev.holdfast.memory.testing.Rudeness;
import dev.holdfast.memory.work.SubmitOutcome;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever foreign code throws, every fence settles, closing works, nothing is left behind, and
/// nobody but its owner pays for it.
final class RudeSurroundingsTest {
    private static final int SEEDS = 60;
    private static final int ACTIONS = 120;
    private static final int BYTES = 8 << 10;

    @TempDir private Path folder;
    private final List<Fence> fences = new ArrayList<>();

    /// Breaks if a callback, a sink, a listener, an executor, a driver's call or a page table that
    /// throws for one client reaches another, or keeps a fence from settling.
    @Test
    void whatIsThrownForOneClientCostsNobodyElseAnything() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (var world = world(seed, 0.05, false)) {
                Client rude = world.manager().client("rude");
                Client polite = world.manager().client("polite");
                List<BufferHandle> theirs = written(world, polite, 6);
                play(
                        world,
                        rude,
                        new Random(seed),
                        () -> {
                            for (int i = 0; i < theirs.size(); i++) {
                                fences.add(
                                        polite.trySubmit(
                                                        Work.launch(
                                                                        world.kernels().check(),
                                                                        100 * i,
                                                                        1)
                                                                .reads(theirs.get(i)))
                                                .orThrow());
                            }
                        });
                world.settle();
                for (Fence fence : fences) {
                    assertInstanceOf(FenceStatus.Signalled.class, fence.status(), "seed " + seed);
                }
            }
            fences.clear();
        }
    }

    /// Breaks if a move, a repair, a capture or the question whether the device is lost cannot
    /// stand a driver that throws.
    @Test
    void aDriverThatThrowsAtEverybodyLeavesEveryFenceSettledAndNothingWrong() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (var world = world(seed, 0.02, true)) {
                Client client = world.manager().client("rude");
                play(world, client, new Random(seed), () -> {});
                world.settle();
            }
            fences.clear();
        }
    }

    private RudeWorld world(int seed, double share, boolean toAll) throws Exception {
        Path log = folder.resolve("log-" + seed);
        var options = MemoryOptions.defaults().recordTo(log, 16 << 10).withWindow(1000);
        var world = new RudeWorld(new Rudeness(seed, share), "rude", toAll, options);
        if (seed % 2 == 0) {
            try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
        return world;
    }

    private static List<BufferHandle> written(RudeWorld world, Client client, int count) {
        List<BufferHandle> handles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BufferHandle handle = client.create("theirs " + i, BYTES);
            client.trySubmit(Work.launch(world.kernels().write(), 100 * i, 1).overwrites(handle))
                    .orThrow();
            handles.add(handle);
        }
        return handles;
    }

    /// Has a client do this and that; all of it is to settle, well or with a named fault.
    private void play(RudeWorld world, Client client, Random random, Runnable meanwhile) {
        Kernel write = rude(world, "write", world.kernels().write());
        Kernel check = rude(world, "check", world.kernels().check());
        List<Fence> own = new ArrayList<>();
        List<BufferHandle> handles = new ArrayList<>();
        List<SettableFence> gates = new ArrayList<>();
        for (int i = 0; i < ACTIONS; i++) {
            if (handles.size() < 4 || random.nextInt(12) == 0) {
                handles.add(client.create("own " + i, BYTES));
            }
            BufferHandle handle = handles.get(random.nextInt(handles.size()));
            switch (random.nextInt(8)) {
                case 0 -> {
                    handles.remove(handle);
                    handle.close();
                }
                case 1 -> meanwhile.run();
                case 2 -> world.manager().capture();
                case 3 -> gates.forEach(SettableFence::signal);
                case 4 -> submit(world, client, own, Work.launch(check, 7, 1).reads(handle));
                case 5 -> {
                    SettableFence gate = new SettableFence();
                    gates.add(gate);
                    Work work = Work.launch(write, 7, 1).overwrites(handle).after(gate);
                    submit(world, client, own, work);
                }
                default -> submit(world, client, own, Work.launch(write, 7, 1).overwrites(handle));
            }
            for (int step = random.nextInt(6); step > 0; step--) {
                world.workers().step(random);
            }
        }
        gates.forEach(SettableFence::signal);
        world.settle();
        for (Fence fence : own) {
            assertTrue(fence.isSettled());
            fence.fault().map(Fault::root).ifPresent(RudeSurroundingsTest::isNamed);
        }
        for (Throwable thrown : world.reported()) {
            assertTrue(String.valueOf(thrown).contains(Rudeness.MARK), () -> "" + thrown);
        }
        assertTrue(world.manager().counters().get(Counter.CALLBACKS_THREW) > 0);
    }

    /// Nothing was read that is wrong: whatever failed goes back to what was thrown.
    private static void isNamed(Fault root) {
        String words = root.toString();
        // an object may be closed before the work that waits for a foreign fence is placed
        boolean refused = root.kind() == FaultKind.REFUSED;
        assertTrue(refused || words.contains(Rudeness.MARK) || words.contains("no worker"), words);
    }

    private void submit(RudeWorld world, Client client, List<Fence> own, Work work) {
        if (client.trySubmit(work) instanceof SubmitOutcome.Submitted(Fence fence)) {
            own.add(fence);
            fence.onSettled(settled -> {
                throw new StackOverflowError(Rudeness.MARK);
            });
            fence.whenSettled(
                    task -> {
                        throw new OutOfMemoryError(Rudeness.MARK);
                    },
                    status -> {});
        }
    }

    private static Kernel rude(RudeWorld world, String name, Kernel like) {
        boolean writes = like.equals(world.kernels().write());
        return world.manager()
                .device()
                .load(
                        new KernelCode.InJava(
                                "rude " + name,
                                (memory, scalars) -> {
                                    if (writes) {
                                        write(memory, scalars[0]);
                                    } else {
                                        check(memory, scalars[0]);
                                    }
                                }));
    }

    private static void write(KernelMemory memory, long first) {
        for (long i = 0; i < BYTES / Long.BYTES; i++) {
            memory.putLong(0, i * Long.BYTES, first + i);
        }
    }

    /// All of it was written, or nothing.
    private static void check(KernelMemory memory, long first) {
        boolean written = memory.getLong(0, 0) != 0;
        for (long i = 0; i < BYTES / Long.BYTES; i++) {
            if (memory.getLong(0, i * Long.BYTES) != (written ? first + i : 0)) {
                throw new IllegalStateException("a wrong word");
            }
        }
    }

    /// Breaks if the log stays on after its first fault, or what it throws gets out.
    @Test
    void aFlightLogThatIsCutShortSwitchesItselfOffOnce() throws Exception {
        Path log = folder.resolve("log");
        var options = MemoryOptions.defaults().recordTo(log);
        try (var world = new RudeWorld(new Rudeness(1, 0), "rude", false, options)) {
            Client client = world.manager().client("a");
            written(world, client, 3);
            Files.newByteChannel(log, StandardOpenOption.WRITE).truncate(0).close();
            for (int i = 0; i < 2000; i++) {
                written(world, client, 1).forEach(BufferHandle::close);
                world.workers().runUntilIdle();
            }
            assertEquals(1, world.manager().counters().get(Counter.FLIGHT_LOGS_STOPPED));
            assertEquals(0, Files.size(log));
        }
    }
}
