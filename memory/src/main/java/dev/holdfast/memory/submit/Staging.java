package dev.holdfast.memory.submit;

import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSite;

/// How snapshots are taken.
///
/// @param faults says, at its `bookkeeping` site, when there is no room to keep an object
/// @param listener is told of snapshots whose command the device fails
public record Staging(FaultPlan faults, SnapshotListener listener) {
    /// True if there is room to keep one more object.
    boolean hasRoom() {
        return faults.visit(FaultSite.BOOKKEEPING).isEmpty();
    }
}
