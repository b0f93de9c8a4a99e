package dev.holdfast.memory.submit;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceCallback;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.schedule.ScheduledCommand;

/// A submission that has been placed: from the schedule to its retirement.
final class Submission implements FenceCallback, Runnable {
    private final Ledger ledger;
    private final Tenant tenant;
    private final ScheduledCommand command;
    private final Snapshot snapshot;

    Submission(Ledger ledger, Tenant tenant, ScheduledCommand command, Snapshot snapshot) {
        this.ledger = ledger;
        this.tenant = tenant;
        this.command = command;
        this.snapshot = snapshot;
    }

    Fence fence() {
        return command.result();
    }

    /// Takes the launch back, if it is not with the device yet. Migrations run on.
    void cancel(Fault reason) {
        command.cancel(reason);
    }

    /// It is over; the rest needs the ledger.
    @Override
    public void settled(Fence fence) {
        ledger.drain().post(this);
    }

    /// Retires: under the ledger. Holds are given up after it, because the last one settles a
    /// fence.
    @Override
    public void run() {
        tenant.retired(this);
        if (snapshot != Snapshot.EMPTY) {
            ledger.afterwards(snapshot::release);
        }
    }
}
