package dev.holdfast.mutants;

/// What one simulation of a mutant has shown.
public sealed interface SeedOutcome {
    /// Everything held, for as many steps as there were: nobody has noticed.
    record Unnoticed() implements SeedOutcome {}

    /// The oracle or the structure walk has named a broken promise.
    ///
    /// @param promise such as `P3`
    /// @param step after how many steps
    /// @param message what was wrong
    record Caught(String promise, long step, String message) implements SeedOutcome {}

    /// An assertion of the code under test has tripped first: that shows nothing of the checks.
    ///
    /// @param step after how many steps
    /// @param message of the assertion
    record Tripped(long step, String message) implements SeedOutcome {}

    /// It did not come to a verdict.
    ///
    /// @param reason in one line
    record NotRun(String reason) implements SeedOutcome {}
}
