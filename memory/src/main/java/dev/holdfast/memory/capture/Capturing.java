package dev.holdfast.memory.capture;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Fence;
import java.util.Optional;

/// Begins captures. Whoever takes a command from the device by force, or settles what it did not
/// deliver, calls this before: afterwards the command may retire, and its memory be reused.
@FunctionalInterface
public interface Capturing {
    /// No command in particular.
    long NOBODY = -1;

    /// Captures nothing.
    Capturing NONE = (trigger, fault, guiltyCommand) -> {};

    /// Takes note of what is under way and holds what is to be read. Under the ledger; does not
    /// wait, and cannot fail. Does nothing while an earlier capture is being made or was not taken.
    ///
    /// @param guiltyCommand the number of the command that it is about, or [#NOBODY]
    void begin(Trigger trigger, Optional<Fault> fault, long guiltyCommand);

    /// Settles once the capture that is under way needs nothing of the device any more: what the
    /// CPU does not see comes by way of the device. Settled already where nothing is under way, or
    /// the CPU sees everything. Whatever becomes of the copies, it settles within the time that a
    /// capture may take. Under the ledger.
    default Fence fetched() {
        return Fence.signalled();
    }
}
