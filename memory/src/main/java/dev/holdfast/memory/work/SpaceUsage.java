package dev.holdfast.memory.work;

/// How the space of one kind of memory stands.
///
/// @param sizeBytes all there is
/// @param freeBytes what can be granted now
/// @param pendingBytes the part of it that may be touched only once its fences have settled
/// @param quarantinedBytes what is given to nobody, because a command that was not stopped may
///   touch it; that of a caller's own comes back when its use has ended after all
public record SpaceUsage(
        long sizeBytes, long freeBytes, long pendingBytes, long quarantinedBytes) {}
