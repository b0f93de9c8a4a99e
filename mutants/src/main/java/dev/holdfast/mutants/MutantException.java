package dev.holdfast.mutants;

/// A mutant that cannot be made or run; the message is one line for people.
public final class MutantException extends Exception {
    /// What is wrong.
    public MutantException(String message) {
        super(message);
    }

    /// What is wrong, and why.
    public MutantException(String message, Throwable cause) {
        super(message, cause);
    }
}
