package dev.holdfast.memory.submit;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.schedule.ScheduledCommand;

/// A submission that has been placed: from the schedule to its retirement.
public final class Submission implements Consequence, Runnable {
    private final Ledger ledger;
    private final ScheduledCommand command;
    private final Snapshot snapshot;

    Submission(Ledger ledger, ScheduledCommand command, Snapshot snapshot) {
        this.ledger = ledger;
        this.command = command;
        this.snapshot = snapshot;
    }

    Fence fence() {
        return command.result();
    }

    /// The command that runs it.
    public ScheduledCommand command() {
        return command;
    }

    /// What it runs from.
    public Snapshot snapshot() {
        return snapshot;
    }

    /// Takes the launch back, if it is not with the device yet. Migrations run on.
    void cancel(Fault reason) {
        command.cancel(reason);
    }

    /// Its result has settled; the rest needs the ledger. By way of the drain in any case: what was
    /// left there by whoever was told before that the command fails comes first.
    @Override
    public void settled(Fence fence) {
        ledger.drain().post(this);
    }

    /// Retires: under the ledger. Holds are given up after it, because the last one settles a
    /// fence.
    @Override
    public void run() {
        snapshot.tenant().retired(this);
        if (!snapshot.isEmpty()) {
            ledger.afterwards(snapshot::release);
        }
    }
}
