package dev.holdfast.memory.migrate;

import dev.holdfast.device.Workers;
import dev.holdfast.device.fence.Fence;

/// Waiting that an interrupt does not end.
final class Patience {
    private Patience() {}

    /// Waits until `fence` has settled; an interrupt is restored afterwards.
    static void await(Workers workers, Fence fence) {
        boolean interrupted = false;
        while (!fence.isSettled()) {
            try {
                var _ = workers.await(fence);
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
