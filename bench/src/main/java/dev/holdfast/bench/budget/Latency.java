package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Estimate;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.Work;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// How long submissions take that are made one at a time, from submitting to settling.
///
/// @param median in the middle
/// @param ninetyNinth what one in a hundred takes longer than
/// @param submissions of how many
record Latency(double median, double ninetyNinth, int submissions) {

    /// Of so many.
    static Latency of(Rig rig, Work work, int submissions) throws InterruptedException {
        return whilst(rig, work, submissions, () -> false);
    }

    /// Of as many as are made while `more` is true, and of at least `least`.
    static Latency whilst(Rig rig, Work work, int least, BooleanSupplier more)
            throws InterruptedException {
        long[] nanos = new long[least];
        int made = 0;
        while (made < least || more.getAsBoolean()) {
            if (made == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * made);
            }
            nanos[made++] = one(rig, work);
        }
        nanos = Arrays.copyOf(nanos, made);
        return new Latency(Estimate.quantile(nanos, 0.5), Estimate.quantile(nanos, 0.99), made);
    }

    /// What counts is when the fence settles, not when this thread is awake again.
    private static long one(Rig rig, Work work) throws InterruptedException {
        AtomicLong settled = new AtomicLong();
        long began = System.nanoTime();
        Fence fence = rig.client().submit(work).orThrow();
        if (!fence.onSettled(done -> settled.set(System.nanoTime()))) {
            settled.set(System.nanoTime());
        }
        fence.await();
        while (settled.get() == 0) {
            Thread.onSpinWait();
        }
        return settled.get() - began;
    }
}
