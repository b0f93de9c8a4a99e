package dev.holdfast.memory.schedule;

import dev.holdfast.device.Command;
import dev.holdfast.device.fault.Fault;

/// Somebody above who knows what else is in the memory that a command may touch.
@FunctionalInterface
public interface UnstoppedListener {
    /// The device has given `command` up without stopping it: it may touch its memory for as long
    /// as the device is open. Under the ledger; nobody who waits for the command goes on before
    /// this has returned.
    void unstopped(Command command, Fault fault);
}
