package dev.holdfast.memory.recovery;

import dev.holdfast.device.Ticker;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.work.SuspendLimits;

/// Waits for a caller who asked to wait, but not for ever, unless he said so.
final class Deadline implements AutoCloseable {
    private final Workers workers;
    private final boolean patient;
    private final SettableFence late = new SettableFence();
    private final Ticker.Alarm alarm;

    Deadline(Workers workers, SuspendLimits limits) {
        this.workers = workers;
        this.patient = limits.isPatient();
        this.alarm =
                patient
                        ? () -> {}
                        : workers.ticker()
                                .schedule(Watchdog.nanos(limits.patience()), late::signal);
    }

    /// True once it has passed.
    boolean isOver() {
        return late.isSettled();
    }

    /// Waits until `fence` settles, or it is too late.
    void await(Fence fence) throws InterruptedException {
        if (patient) {
            var _ = workers.await(fence);
            return;
        }
        SettableFence either = new SettableFence();
        if (fence.onSettled(Consequence.of(settled -> either.signal()))
                && late.onSettled(Consequence.of(settled -> either.signal()))) {
            var _ = workers.await(either);
        }
    }

    @Override
    public void close() {
        alarm.cancel();
    }
}
