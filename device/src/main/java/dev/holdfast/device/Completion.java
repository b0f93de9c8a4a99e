package dev.holdfast.device;

import dev.holdfast.device.fault.Fault;
import org.jspecify.annotations.Nullable;

/// How a queue reports that a command is over.
@FunctionalInterface
public interface Completion {
    /// Called exactly once a command, on any thread, in the queue's order. Does not block.
    ///
    /// @param fault what went wrong, or null if nothing did
    void completed(@Nullable Fault fault);
}
