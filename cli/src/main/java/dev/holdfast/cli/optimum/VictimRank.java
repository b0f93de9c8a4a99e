package dev.holdfast.cli.optimum;

/// How much a buffer deserves to make room; the highest rank goes first.
@FunctionalInterface
interface VictimRank {
    /// @param nextUse the moment of its next use, or [NextUses#NEVER]
    /// @param lastUse a number that grows with each use of any buffer
    long of(long nextUse, long lastUse);
}
