package dev.holdfast.memory.schedule;

import dev.holdfast.device.QueueKind;
import java.util.Optional;

/// How a queue stands.
///
/// @param queue which
/// @param head the command that it is at; empty if it has none
/// @param sinceNanos since when that is so; told only where somebody has asked for a limit
/// @param limitNanos how long the command may take; 0 for ever, or if that is not known yet
/// @param idle true if it has nothing, and no bookkeeping of it is owed
public record Standing(
        QueueKind queue,
        Optional<ScheduledCommand> head,
        long sinceNanos,
        long limitNanos,
        boolean idle) {}
