package dev.holdfast.memory.recorder;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/// Is told what becomes of commands, on any thread: the room for the flight recorder in the
/// schedule. Must neither wait nor take a lock.
public interface CommandLog {
    /// Takes no note of anything.
    CommandLog NONE =
            new CommandLog() {
                @Override
                public void handedOver(long command, QueueKind queue) {}

                @Override
                public void completed(long command, QueueKind queue, @Nullable FaultKind fault) {}

                @Override
                public void skipped(long command, QueueKind queue, FaultKind fault) {}
            };

    /// The driver is about to be given a command. The calls for one queue come one at a time.
    void handedOver(long command, QueueKind queue);

    /// The driver has reported a command that it was given: with `fault`, or well if it is null.
    void completed(long command, QueueKind queue, @Nullable FaultKind fault);

    /// A command was taken out of the order; the driver is never given it.
    void skipped(long command, QueueKind queue, FaultKind fault);
}
