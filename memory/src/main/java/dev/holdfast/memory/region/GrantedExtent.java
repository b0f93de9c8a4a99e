package dev.holdfast.memory.region;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import java.util.List;

/// Space that now has an owner, and what the owner must know before touching it.
///
/// @param extent where it is
/// @param ready what must have settled before its first byte may be touched (P4)
/// @param tag whose bytes are in it, if all of `provided` settle well, else anybody's
/// @param provided what the tag depends on: overwritings that were under way when the space was
///   handed on; all of them have settled when `ready` has
public record GrantedExtent(Extent extent, FenceJoin ready, ContentTag tag, List<Fence> provided) {
    /// An extent whose tag depends on nothing.
    public GrantedExtent(Extent extent, FenceJoin ready, ContentTag tag) {
        this(extent, ready, tag, List.of());
    }
}
