package dev.holdfast.memory.migrate;

import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSite;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// The CPU's way to heap memory: copies and clears what it can see, and says when it cannot, or is
/// not allowed to.
final class HostBytes {
    private final Device device;
    private final FaultPlan faults;

    HostBytes(Device device, FaultPlan faults) {
        this.device = device;
        this.faults = faults;
    }

    private boolean isForbidden() {
        return faults.visit(FaultSite.HOST_COPY).isPresent();
    }

    /// Copies all transfers, or answers false if one side of one of them is not visible. Throws
    /// [dev.holdfast.device.SourceLostException] if what was lent is gone.
    boolean copy(List<Transfer> transfers) {
        if (isForbidden()) {
            return false;
        }
        for (Transfer transfer : transfers) {
            Optional<MemorySegment> target = device.hostView(transfer.target());
            if (target.isEmpty() || !copy(transfer.source(), target.get())) {
                return false;
            }
        }
        return true;
    }

    private boolean copy(CopySource source, MemorySegment target) {
        return switch (source) {
            case HeapRange range -> {
                Optional<MemorySegment> view = device.hostView(range);
                view.ifPresent(target::copyFrom);
                yield view.isPresent();
            }
            case CopySource.Lent lent -> {
                lent.read(0, target, 0, lent.sizeBytes());
                yield true;
            }
        };
    }

    /// Clears all targets, or answers false if one is not visible.
    boolean clear(List<HeapRange> targets) {
        if (isForbidden()) {
            return false;
        }
        for (HeapRange target : targets) {
            Optional<MemorySegment> view = device.hostView(target);
            if (view.isEmpty()) {
                return false;
            }
            view.get().fill((byte) 0);
        }
        return true;
    }
}
