package dev.holdfast.device;

import java.util.Locale;

/// The queues that every device has.
public enum QueueKind {
    /// Copies and clears whose target is device memory.
    COPY_IN,
    /// Copies whose source is device memory.
    COPY_OUT,
    /// Kernels.
    COMPUTE;

    /// The name for people: `copy-in`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
