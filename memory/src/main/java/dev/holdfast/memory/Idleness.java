package dev.holdfast.memory;

import dev.holdfast.device.Workers;
import dev.holdfast.device.fence.Fence;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Waits until nothing that has been submitted is under way.
final class Idleness {
    private final Assembly parts;
    private final Workers workers;

    Idleness(Assembly parts, Workers workers) {
        this.parts = parts;
        this.workers = workers;
    }

    void await() throws InterruptedException {
        while (true) {
            List<Fence> pending;
            try (var _ = parts.ledger().enter()) {
                pending = parts.pending();
                if (pending.isEmpty() && parts.isQuiet()) {
                    return;
                }
            }
            for (Fence fence : pending) {
                var _ = workers.await(fence);
            }
            // a fence settles before the bookkeeping that follows it: microseconds
            LockSupport.parkNanos(10_000);
        }
    }

    /// As above; an interrupt is kept for later.
    void awaitPatiently() {
        boolean interrupted = false;
        while (true) {
            try {
                await();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
