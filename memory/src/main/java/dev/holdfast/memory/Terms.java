package dev.holdfast.memory;

/// What may be done with a new object.
enum Terms {
    /// Everything.
    USUAL,
    /// Everything but granting it to others.
    PRIVATE,
    /// Nobody writes it.
    READ_ONLY
}
