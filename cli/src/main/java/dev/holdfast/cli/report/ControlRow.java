package dev.holdfast.cli.report;

/// What came of the replay that the demonstration makes without one protection.
public sealed interface ControlRow {
    /// It ran to its end.
    ///
    /// @param deviceBytes how much device memory it had
    /// @param digest of its result
    /// @param wrongWords that its kernels found
    /// @param repaired copies
    record Ran(long deviceBytes, String digest, long wrongWords, long repaired)
            implements ControlRow {}

    /// It cannot be made here, and need not be.
    ///
    /// @param reason in a few words
    record NotRun(String reason) implements ControlRow {}

    /// It should have run, and did not.
    ///
    /// @param reason in one line
    record Broken(String reason) implements ControlRow {}
}
