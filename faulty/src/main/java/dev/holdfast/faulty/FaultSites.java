package dev.holdfast.faulty;

import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.FaultAction;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSite;
import dev.holdfast.device.fault.FaultSpec;
import java.util.Optional;

/// Which commands are which site, and which faults there are.
final class FaultSites {
    private FaultSites() {}

    /// The site that `command` is. A copy that touches no device memory is none, nor is a command
    /// without a byte, which cannot fail by halves.
    static Optional<FaultSite> of(Command command) {
        return switch (command) {
            case Command.Copy copy when copy.sizeBytes() > 0 -> siteOf(copy);
            case Command.Fill fill when fill.sizeBytes() > 0 -> Optional.of(FaultSite.CLEAR);
            default -> Optional.empty();
        };
    }

    /// Throws [IllegalArgumentException] for the first fault of `plan` that is not there yet.
    static void checkSupported(FaultPlan plan) {
        for (FaultSpec spec : plan.specs()) {
            boolean supported =
                    switch (spec.site()) {
                        case COPY_IN, COPY_OUT, CLEAR ->
                                spec.action() instanceof FaultAction.Fail
                                        || spec.action() instanceof FaultAction.Delay;
                        case BOOKKEEPING, HOST_COPY -> true;
                        case KERNEL, DEVICE -> false;
                    };
            if (!supported) {
                throw new IllegalArgumentException(
                        spec.site().text()
                                + " cannot "
                                + text(spec.action())
                                + ": a device does \"fail\" and \"delay\" at copy-in, copy-out and"
                                + " clear");
            }
        }
    }

    private static Optional<FaultSite> siteOf(Command.Copy copy) {
        boolean fromDevice = false;
        for (Transfer transfer : copy.transfers()) {
            if (transfer.target().heap() == Device.DEVICE_HEAP) {
                return Optional.of(FaultSite.COPY_IN);
            }
            fromDevice |= isDevice(transfer.source());
        }
        return fromDevice ? Optional.of(FaultSite.COPY_OUT) : Optional.empty();
    }

    private static boolean isDevice(CopySource source) {
        return source instanceof HeapRange range && range.heap() == Device.DEVICE_HEAP;
    }

    private static String text(FaultAction action) {
        return switch (action) {
            case FaultAction.Fail fail -> "fail";
            case FaultAction.Delay(var duration) -> "delay";
            case FaultAction.Hang hang -> "hang";
            case FaultAction.Linger linger -> "linger";
            case FaultAction.Reorder reorder -> "reorder";
            case FaultAction.Lose lose -> "lose";
            case FaultAction.Forbid forbid -> "forbid";
        };
    }
}
