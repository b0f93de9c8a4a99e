package dev.holdfast.memory.migrate;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.memory.object.BufferObject;

/// Is told of every piece of a move, under the ledger, before it can reach the device: the flight
/// recorder's place.
public interface MoveLog {
    /// Takes no note of anything.
    MoveLog NONE =
            new MoveLog() {
                @Override
                public void moves(
                        long number, BufferObject object, Command command, QueueKind queue) {}

                @Override
                public void movesAgain(long number, long earlier, QueueKind queue) {}
            };

    /// A piece of a move of `object` will be the command of that number.
    void moves(long number, BufferObject object, Command command, QueueKind queue);

    /// What failed as command `earlier` is tried once more, as the command of that number.
    void movesAgain(long number, long earlier, QueueKind queue);
}
