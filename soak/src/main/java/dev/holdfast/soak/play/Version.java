package dev.holdfast.soak.play;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.soak.content.Contents;

/// What an object holds after one thing that was accepted.
///
/// @param contents byte by byte
/// @param writer settles when it is there; as a failure, if it never will be
/// @param doubted whether a mapping that was to overwrite it may have given it up
record Version(Contents contents, Fence writer, boolean doubted) {
    /// What is there already.
    static Version now(Contents contents) {
        return new Version(contents, Fence.signalled(), false);
    }

    Version inDoubt() {
        return new Version(contents, writer, true);
    }

    /// True if it is known that nobody may be shown it.
    boolean isBad() {
        return writer.isFailed();
    }
}
