package dev.holdfast.memory.region;

/// The part of a region that an allocation may lie in.
public enum Window {
    /// Anywhere; space that the CPU cannot see is used first, so that what it can see is left for
    /// those who need it.
    ANY,
    /// Wholly inside the prefix that the CPU can see.
    VISIBLE
}
