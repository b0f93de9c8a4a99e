package dev.holdfast.memory.schedule;

import dev.holdfast.device.fault.Fault;

/// Somebody above who wants to know that the device has failed a command before anybody else does:
/// afterwards it may retire, and its memory be reused.
@FunctionalInterface
public interface FailureListener {
    /// Nobody.
    FailureListener NONE = (command, fault) -> {};

    /// `command` is about to settle with a fault of its own. On any thread, outside the ledger;
    /// must neither wait nor take a lock.
    void failing(ScheduledCommand command, Fault fault);
}
