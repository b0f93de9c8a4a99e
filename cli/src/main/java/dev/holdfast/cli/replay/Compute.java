package dev.holdfast.cli.replay;

/// How long kernels take.
public enum Compute {
    /// As long as checking and writing words takes.
    NONE,
    /// At least as long as the trace says.
    SLEEP
}
