package dev.holdfast.faulty;

import dev.holdfast.device.Command;
import dev.holdfast.device.fault.FaultHit;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSite;
import org.jspecify.annotations.Nullable;

/// What goes wrong on one device, and with what: shared by its queues.
///
/// @param plan says what happens
/// @param blocks what is written that nobody asked for
/// @param kernels what kernels are made of
/// @param stragglers those that write on after they were given up
/// @param loss whether the device is lost
record Mischief(
        FaultPlan plan,
        LentBlocks blocks,
        LoadedKernels kernels,
        Stragglers stragglers,
        Loss loss) {

    /// Visits the sites that `command` is: itself, and the device. What happens to the device goes
    /// before what happens to the command.
    @Nullable FaultHit visit(Command command) {
        FaultSite site = FaultSites.of(command);
        FaultHit own = site == null ? null : plan.hit(site).orElse(null);
        return plan.hit(FaultSite.DEVICE).orElse(own);
    }

    /// What is done of `command` if it does not come to its end: never all of it, and some of it
    /// wrong.
    Command damaged(Command command, long draw) {
        return switch (command) {
            case Command.Copy copy -> Wreck.of(copy, blocks, draw);
            case Command.Fill fill -> Wreck.of(fill, blocks, draw);
            case Command.Launch launch -> kernels.broken(launch, blocks, draw);
            case Command.Marker marker -> marker;
        };
    }
}
