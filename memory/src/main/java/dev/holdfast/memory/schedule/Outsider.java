package dev.holdfast.memory.schedule;

import dev.holdfast.device.Command;
import dev.holdfast.device.Kernel;
import org.jspecify.annotations.Nullable;

/// Somebody who does with objects what he likes, by commands that no queue of ours knows: in the
/// place of a kernel. Everything before and after is as for any launch; but it goes to no driver,
/// so that the order of a queue says nothing of it, and no watchdog sees it.
public interface Outsider extends Kernel {
    /// What it waited for is there: from now on, and until [ScheduledCommand#completed], which is
    /// owed once, the memory of `launch` is his. Outside the ledger.
    void begins(ScheduledCommand command, Command.Launch launch);

    /// Who does `command`; null if that is the device.
    static @Nullable Outsider of(Command command) {
        return command instanceof Command.Launch launch
                        && launch.kernel() instanceof Outsider outsider
                ? outsider
                : null;
    }
}
