package dev.holdfast.memory.capture.making;

import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.submit.Snapshot;
import org.jspecify.annotations.Nullable;

/// Room for what is noted of a command. Written under the ledger when a capture begins, read by its
/// worker afterwards.
final class CommandNote {
    @Nullable Snapshot snapshot;
    CapturedCommand.Stage stage = CapturedCommand.Stage.WAITING;
    long handedOverNanos;
    boolean guilty;

    void clear() {
        snapshot = null;
    }
}
