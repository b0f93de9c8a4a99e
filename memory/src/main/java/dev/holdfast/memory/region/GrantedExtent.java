package dev.holdfast.memory.region;

import dev.holdfast.device.fence.FenceJoin;

/// Space that now has an owner, and what the owner must know before touching it.
///
/// @param extent where it is
/// @param ready what must have settled before its first byte may be touched (P4)
/// @param tag whose bytes are in it
public record GrantedExtent(Extent extent, FenceJoin ready, ContentTag tag) {}
