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
import org.jspecify.annotations.Nullable;

/// Which commands are which site, and what can happen where.
final class FaultSites {
    private FaultSites() {}

    /// The site that `command` is, besides the device. A copy that touches no device memory is
    /// none, nor is a command without a byte, which cannot fail by halves.
    static @Nullable FaultSite of(Command command) {
        return switch (command) {
            case Command.Copy copy -> copy.sizeBytes() > 0 ? siteOf(copy) : null;
            case Command.Fill fill -> fill.sizeBytes() > 0 ? FaultSite.CLEAR : null;
            case Command.Launch launch -> FaultSite.KERNEL;
            case Command.Marker marker -> null;
        };
    }

    /// Throws [IllegalArgumentException] for the first fault of `plan` that cannot be: an action at
    /// a site that does not know it.
    static void checkSupported(FaultPlan plan) {
        for (FaultSpec spec : plan.specs()) {
            FaultSite site = spec.site();
            if (!happens(site, spec.action())) {
                throw new IllegalArgumentException(
                        site.text() + " cannot " + text(spec.action()) + ", only " + actions(site));
            }
        }
    }

    private static boolean happens(FaultSite site, FaultAction action) {
        return switch (site) {
            case COPY_IN, COPY_OUT, CLEAR, KERNEL ->
                    !(action instanceof FaultAction.Lose || action instanceof FaultAction.Forbid);
            case DEVICE -> action instanceof FaultAction.Lose;
            case BOOKKEEPING -> action instanceof FaultAction.Fail;
            case HOST_COPY ->
                    action instanceof FaultAction.Fail || action instanceof FaultAction.Forbid;
        };
    }

    private static String actions(FaultSite site) {
        return switch (site) {
            case COPY_IN, COPY_OUT, CLEAR, KERNEL -> "fail, hang, linger, reorder and delay=20ms";
            case DEVICE -> "lose";
            case BOOKKEEPING -> "fail";
            case HOST_COPY -> "fail and forbid";
        };
    }

    private static @Nullable FaultSite siteOf(Command.Copy copy) {
        boolean fromDevice = false;
        for (Transfer transfer : copy.transfers()) {
            if (transfer.target().heap() == Device.DEVICE_HEAP) {
                return FaultSite.COPY_IN;
            }
            fromDevice |= isDevice(transfer.source());
        }
        return fromDevice ? FaultSite.COPY_OUT : null;
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
