package dev.holdfast.memory.region;

import org.jspecify.annotations.Nullable;

/// Bytes that were granted and not yet freed: one for each granted extent. Or bytes that nobody is
/// given any more.
final class OwnedRange extends Range {
    /// True if it does not become free again.
    boolean condemned;

    /// Who has it, if that was said.
    @Nullable Occupant occupant;

    OwnedRange(long offset, long sizeBytes) {
        super(offset, sizeBytes);
    }
}
