package dev.holdfast.memory.object;

import dev.holdfast.device.fault.Fault;

/// How a backing came by its bytes, or failed to.
public sealed interface MoveOutcome {

    /// By the device, as intended.
    record CopiedByDevice() implements MoveOutcome {}

    /// By the CPU, after the device failed.
    ///
    /// @param fault what the device said
    record CopiedByHost(Fault fault) implements MoveOutcome {}

    /// By the device at a further try, through another queue.
    ///
    /// @param fault what it said at first
    record CopiedByOtherQueue(Fault fault) implements MoveOutcome {}

    /// Not at all: the bytes there are not to be read by anybody.
    ///
    /// @param fault what became of it
    record Lost(Fault fault) implements MoveOutcome {}

    /// The outcome of a move that went as intended.
    MoveOutcome AS_INTENDED = new CopiedByDevice();
}
