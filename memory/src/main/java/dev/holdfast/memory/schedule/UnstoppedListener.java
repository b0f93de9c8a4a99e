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

    /// `command` has ended after all, and touches its memory no more. Under the ledger, after
    /// [#unstopped] has returned; only for what no queue of ours has done.
    default void endedAfterAll(Command command) {}

    /// The device is another one from here on, or there is none any more: what was not stopped went
    /// with the one before. Under the ledger.
    default void begin() {}
}
