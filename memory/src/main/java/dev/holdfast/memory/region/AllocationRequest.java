package dev.holdfast.memory.region;

/// What somebody wants from a region.
///
/// @param sizeBytes how much, at least one byte; rounded up to the granule
/// @param contiguous whether it must be one extent
/// @param window where it may lie
/// @param clientId for whom
/// @param overwrite whether the client will overwrite every byte, which makes its own old bytes as
///   good as zeros; otherwise clean space is preferred
public record AllocationRequest(
        long sizeBytes, boolean contiguous, Window window, long clientId, boolean overwrite) {
    /// Checks that something is asked for.
    public AllocationRequest {
        if (sizeBytes <= 0) {
            throw new IllegalArgumentException("a request for " + sizeBytes + " bytes");
        }
    }
}
