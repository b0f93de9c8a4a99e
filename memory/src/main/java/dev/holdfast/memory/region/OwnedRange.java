package dev.holdfast.memory.region;

/// Bytes that were granted and not yet freed: one for each granted extent.
final class OwnedRange extends Range {
    OwnedRange(long offset, long sizeBytes) {
        super(offset, sizeBytes);
    }
}
