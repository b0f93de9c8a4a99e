package dev.holdfast.memory.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.device.Kernel;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.ResumeOutcome;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.memory.work.SuspendOutcome;
import dev.holdfast.testing.SteppedWorkers;
import dev.holdfast.testing.WordKernels;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/// A manager on a device that is stepped by hand. Closing it lets everything finish and walks the
/// structure.
public final class Rig implements AutoCloseable {
    private final SteppedWorkers workers = new SteppedWorkers();
    private ManualDevice device;
    private final MemoryManager manager;
    private WordKernels kernels;
    private boolean failing;

    /// A rig of these sizes, all of the device memory visible. Nothing is copied out ahead of need.
    public Rig(long deviceBytes, long hostBytes) {
        this(
                new ManualDevice(deviceBytes, hostBytes, deviceBytes),
                MemoryOptions.defaults().withCleanShare(0));
    }

    /// A rig around `device`.
    public Rig(ManualDevice device, MemoryOptions options) {
        this(device, options, false);
    }

    private Rig(ManualDevice device, MemoryOptions options, boolean patient) {
        this.device = device;
        Workers given = patient ? new Patient() : workers;
        manager = MemoryManager.open(device, given, options);
        load();
    }

    /// One where whoever waits on the test's own thread has everything happen meanwhile.
    public static Rig patient(ManualDevice device, MemoryOptions options) {
        return new Rig(device, options, true);
    }

    private final class Patient implements Workers {
        private final Thread owner = Thread.currentThread();

        @Override
        public Ticker ticker() {
            return workers.ticker();
        }

        @Override
        public Executor worker(String name) {
            return workers.worker(name);
        }

        @Override
        public FenceStatus await(Fence fence) throws InterruptedException {
            if (Thread.currentThread() != owner) {
                return fence.await();
            }
            settle();
            if (!fence.isSettled()) {
                throw new AssertionError("nothing is left that could settle " + fence);
            }
            return fence.status();
        }

        @Override
        public boolean stepped() {
            return true;
        }
    }

    private void load() {
        kernels = WordKernels.of(device);
    }

    /// Goes on with another device after a suspension, or the same, with kernels loaded anew.
    public ResumeOutcome resume(ManualDevice next) {
        ResumeOutcome outcome = manager.resume(next);
        if (outcome instanceof ResumeOutcome.Resumed) {
            device = next;
            load();
        }
        return outcome;
    }

    /// Suspends, while everything happens that can.
    public SuspendOutcome suspend() throws Exception {
        device.leaving.set(true);
        SuspendOutcome outcome = meanwhile(manager::suspend);
        device.leaving.set(false);
        return outcome;
    }

    public ManualDevice device() {
        return device;
    }

    public SteppedWorkers workers() {
        return workers;
    }

    public MemoryManager manager() {
        return manager;
    }

    /// A kernel, for work that touches nothing.
    public Kernel kernel() {
        return kernels.nothing();
    }

    public long count(Counters.Counter counter) {
        return manager.counters().get(counter);
    }

    /// Overwrites every word of `target` with `value` plus its index.
    public Work write(BufferHandle target, long value) {
        return Work.named("write", kernels.write(), value, 1).overwrites(target);
    }

    /// Fails unless every word of `source` is `value` plus its index; `value` below zero asks for
    /// zeros.
    public Work check(BufferHandle source, long value) {
        return Work.named("check", kernels.check(), Math.max(0, value), step(value)).reads(source);
    }

    /// Checks as above and adds one to every word.
    public Work bump(BufferHandle both, long value) {
        return Work.named("bump", kernels.bump(), Math.max(0, value), step(value), value + 1)
                .updates(both);
    }

    private static long step(long value) {
        return value < 0 ? 0 : 1;
    }

    /// Submits for the handle's own client; the answer must be that it was accepted.
    public Fence submit(BufferHandle whose, Work work) {
        SubmitOutcome outcome = whose.client().trySubmit(work);
        return outcome.orThrow();
    }

    /// Has a client run so many short kernels. As many of its next ones the driver is given ahead.
    public void runShort(Client client, int kernels) {
        for (int i = 0; i < kernels; i++) {
            client.trySubmit(Work.launch(kernel())).orThrow();
            settle();
        }
    }

    /// Lets everything happen that can, until nothing can.
    public void settle() {
        do {
            workers.runUntilIdle();
        } while (failing ? failAny() : device.completeAll() > 0);
    }

    private boolean failAny() {
        boolean any = false;
        for (QueueKind kind : QueueKind.values()) {
            any |= device.fail(kind);
        }
        return any;
    }

    /// From now on, whether every command fails when everything happens.
    public void failing(boolean always) {
        failing = always;
    }

    /// True if anything could happen.
    public boolean isBusy() {
        if (!workers.runnable().isEmpty()) {
            return true;
        }
        for (QueueKind kind : QueueKind.values()) {
            if (!device.held(kind).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /// Runs `call`, which may wait, on a thread of its own, and lets everything happen meanwhile.
    public <T> T meanwhile(Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = Thread.ofPlatform().daemon().start(task);
        while (!task.isDone()) {
            settle();
            Thread.onSpinWait();
        }
        thread.join();
        return task.get();
    }

    /// The object's first word, read by way of a host mapping.
    public long firstWord(BufferHandle handle) throws Exception {
        return meanwhile(() -> {
            try (var mapping = handle.map(Access.READ).orThrow()) {
                return mapping.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
            }
        });
    }

    /// Completes the oldest command of a queue and lets the workers run; it must exist.
    public void complete(QueueKind kind) {
        if (!device.complete(kind)) {
            throw new AssertionError("no command on " + kind);
        }
        workers.runUntilIdle();
    }

    /// Fails the oldest command of a queue and lets the workers run; it must exist.
    public void fail(QueueKind kind) {
        if (!device.fail(kind)) {
            throw new AssertionError("no command on " + kind);
        }
        workers.runUntilIdle();
    }

    @Override
    public void close() throws Exception {
        settle();
        assertEquals(List.of(), manager.audit(false), "the walk before closing");
        meanwhile(() -> {
            manager.close();
            return null;
        });
    }
}
