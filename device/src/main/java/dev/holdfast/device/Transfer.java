package dev.holdfast.device;

/// One contiguous piece of a copy.
///
/// @param source where the bytes are
/// @param target where they go; of the same size
public record Transfer(CopySource source, HeapRange target) {
    /// Checks that both sides have one size.
    public Transfer {
        if (source.sizeBytes() != target.sizeBytes()) {
            throw new IllegalArgumentException(
                    "copy of " + source.sizeBytes() + " bytes into " + target.sizeBytes());
        }
    }
}
