package dev.holdfast.memory.region;

/// Bytes that were granted and not yet freed: one for each granted extent. Or bytes that nobody is
/// given any more.
final class OwnedRange extends Range {
    /// True if it does not become free again.
    boolean condemned;

    OwnedRange(long offset, long sizeBytes) {
        super(offset, sizeBytes);
    }
}
