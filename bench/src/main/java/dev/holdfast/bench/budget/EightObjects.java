package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Estimate;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import java.lang.management.ManagementFactory;
import java.util.List;

/// A submission over eight resident objects, six read, one updated, one overwritten, in a manager
/// that has others besides.
final class EightObjects implements AutoCloseable {
    private static final int OBJECTS = 8;
    private static final int BURST = 64;
    private static final long SMALL = 256;
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Rig rig;
    private final List<BufferHandle> eight;
    private final boolean captured;
    private final Work work;
    private final long[] nanos;

    /// What one round measured, a submission each.
    ///
    /// @param median nanoseconds on the submitting thread, in the middle
    /// @param ninetyNinth nanoseconds that one in a hundred takes longer than
    /// @param ownCpuNanos CPU of the submitting thread, its waiting after each burst included
    /// @param cpuNanos CPU of the whole process, retirement included
    /// @param ownBytes heap allocated by the submitting thread
    /// @param allBytes heap allocated by all threads
    record Figures(
            double median,
            double ninetyNinth,
            double ownCpuNanos,
            double cpuNanos,
            double ownBytes,
            double allBytes) {}

    /// @param live how many objects are resident in all
    /// @param captured whether all eight are flagged for capture
    /// @param submissions how many a round makes
    EightObjects(int live, boolean captured, int submissions) throws InterruptedException {
        this(live, captured, submissions, MemoryOptions.defaults());
    }

    /// As above, of a manager with these options.
    EightObjects(int live, boolean captured, int submissions, MemoryOptions options)
            throws InterruptedException {
        rig = new Rig(Bytes.mebi(2) + 4L * live * SMALL, Bytes.mebi(4), options);
        this.captured = captured;
        eight = rig.create(OBJECTS, SMALL);
        rig.overwrite(rig.create(Math.max(0, live - OBJECTS), SMALL));
        rig.overwrite(eight);
        work = build();
        nanos = new long[submissions];
    }

    private Work build() {
        Work built = Work.launch(rig.empty());
        for (int i = 0; i < OBJECTS; i++) {
            switch (i) {
                case 6 -> built.updates(eight.get(i));
                case 7 -> built.overwrites(eight.get(i));
                default -> built.reads(eight.get(i));
            }
            if (captured) {
                built.captured();
            }
        }
        return built;
    }

    /// Bursts that fit into the window, so that nobody waits for it.
    Figures round() throws InterruptedException {
        long ownCpuBefore = THREADS.getCurrentThreadCpuTime();
        long cpuBefore = SYSTEM.getProcessCpuTime();
        long allBefore = THREADS.getTotalThreadAllocatedBytes();
        long ownBefore = THREADS.getCurrentThreadAllocatedBytes();
        Fence last = Fence.signalled();
        for (int i = 0; i < nanos.length; i++) {
            long began = System.nanoTime();
            last = rig.client().trySubmit(work).orThrow();
            nanos[i] = System.nanoTime() - began;
            if (i % BURST == BURST - 1) {
                last.await();
            }
        }
        last.await();
        double count = nanos.length;
        double ownBytes = (THREADS.getCurrentThreadAllocatedBytes() - ownBefore) / count;
        double ownCpuNanos = (THREADS.getCurrentThreadCpuTime() - ownCpuBefore) / count;
        rig.manager().awaitIdle();
        double allBytes = (THREADS.getTotalThreadAllocatedBytes() - allBefore) / count;
        double cpuNanos = (SYSTEM.getProcessCpuTime() - cpuBefore) / count;
        return new Figures(
                Estimate.quantile(nanos, 0.5),
                Estimate.quantile(nanos, 0.99),
                ownCpuNanos,
                cpuNanos,
                ownBytes,
                allBytes);
    }

    @Override
    public void close() {
        rig.close();
    }
}
