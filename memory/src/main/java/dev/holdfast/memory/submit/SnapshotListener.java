package dev.holdfast.memory.submit;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.memory.schedule.ScheduledCommand;

/// Somebody above who wants to look at what a command ran from, should the device fail it.
@FunctionalInterface
public interface SnapshotListener {
    /// Nobody.
    SnapshotListener NONE = (snapshot, command, fault) -> {};

    /// `command`, which runs from `snapshot`, is about to settle with a fault of its own. On any
    /// thread, outside the ledger; must neither wait nor take a lock.
    void failing(Snapshot snapshot, ScheduledCommand command, Fault fault);
}
