package dev.holdfast.bench.budget;

import dev.holdfast.device.fence.Fence;

/// Keeps a queue busy: hands over in batches, and waits for the batch before.
final class Batches {
    private Batches() {}

    /// Hands one command over.
    @FunctionalInterface
    interface HandOver {
        /// Hands it over. The fence settles with it; only that of the `last` in a batch is looked
        /// at.
        Fence handOver(boolean last);
    }

    /// Returns once everything is done.
    static void run(int batches, int batch, HandOver each) throws InterruptedException {
        Fence before = Fence.signalled();
        for (int i = 0; i < batches; i++) {
            for (int j = 1; j < batch; j++) {
                each.handOver(false);
            }
            Fence last = each.handOver(true);
            before.await();
            before = last;
        }
        before.await();
    }
}
