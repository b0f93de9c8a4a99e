package dev.holdfast.device;

/// What became of a [Device#reset].
public sealed interface ResetOutcome {
    /// The running command was taken away and can no longer touch memory.
    record Reset() implements ResetOutcome {}

    /// Nothing was running, or not what was to be taken.
    record Idle() implements ResetOutcome {}

    /// This backend cannot; nothing was changed.
    ///
    /// @param reason why, for people
    record NotPossible(String reason) implements ResetOutcome {}
}
