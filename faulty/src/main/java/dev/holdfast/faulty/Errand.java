package dev.holdfast.faulty;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.fault.FaultAction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A command between the queue that took it and the one that does it. Its fields are guarded by its
/// queue.
final class Errand {
    final Command command;
    final Completion completion;
    final FaultDice.@Nullable Roll roll;

    /// True while the call that submitted it has not returned: what the device behind refuses can
    /// then still be thrown at the caller.
    boolean callerWaits = true;

    @Nullable RuntimeException refusal;
    Ticker.@Nullable Alarm alarm;

    /// `command` with what shall happen to it, if anything can.
    Errand(Command command, Completion completion, FaultDice.@Nullable Roll roll) {
        this.command = command;
        this.completion = completion;
        this.roll = roll;
    }

    /// How much longer the command shall take; null for no longer.
    @Nullable Duration delay() {
        return roll != null && roll.action() instanceof FaultAction.Delay(Duration duration)
                ? duration
                : null;
    }
}
