package dev.holdfast.memory.region;

/// How full a region is.
///
/// @param sizeBytes all of it
/// @param freeBytes what nobody owns
/// @param visibleBytes how much of it the CPU can see
/// @param visibleFreeBytes how much of what the CPU can see is free
/// @param pendingBytes how much is free but waits for fences
/// @param quarantinedBytes what nobody owns and nobody is given, because a command that was not
///   stopped may touch it
/// @param cleanBytes how much is free and all zeros
/// @param largestContiguousBytes the longest free run: what a contiguous request could have
public record RegionUsage(
        long sizeBytes,
        long freeBytes,
        long visibleBytes,
        long visibleFreeBytes,
        long pendingBytes,
        long quarantinedBytes,
        long cleanBytes,
        long largestContiguousBytes) {}
