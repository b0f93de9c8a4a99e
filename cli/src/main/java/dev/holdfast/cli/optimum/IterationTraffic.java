package dev.holdfast.cli.optimum;

/// What one iteration moves.
///
/// @param bytesToDevice buffers with content that were fetched because a read found them missing
/// @param firstFetchBytes the part of it that no memory could have saved: initial contents on their
///   first use since the buffer was created
/// @param bytesToHost evicted buffers that were written since they came
/// @param evictions buffers that made room, dirty or clean
/// @param cleanDrops those among them that cost no copy
public record IterationTraffic(
        long bytesToDevice,
        long firstFetchBytes,
        long bytesToHost,
        long evictions,
        long cleanDrops) {

    /// {@return bytes fetched again after a first fetch or a write}
    public long refetchedBytes() {
        return bytesToDevice - firstFetchBytes;
    }
}
