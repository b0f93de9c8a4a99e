package dev.holdfast.memory.migrate;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.recorder.FlightRecorder;

/// Writes moves into a flight recorder.
///
/// @param recorder where to
public record FlightMoves(FlightRecorder recorder) implements MoveLog {
    @Override
    public void moves(long number, BufferObject object, Command command, QueueKind queue) {
        recorder.moves(number, queue, object.id(), object.name(), command);
    }

    @Override
    public void movesAgain(long number, long earlier, QueueKind queue) {
        recorder.movesAgain(number, queue, earlier);
    }
}
