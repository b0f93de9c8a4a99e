package dev.holdfast.memory.region;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import org.jspecify.annotations.Nullable;

/// Who has granted space, and takes it back. Under the ledger.
public sealed interface Grantor permits Region, AdoptedSpace {
    /// The heap whose bytes these are.
    int heap();

    /// Takes back an extent as it was granted, as [Region#free(Extent, FenceJoin, ContentTag,
    /// Fence)] does.
    void free(Extent extent, FenceJoin ready, ContentTag tag, @Nullable Fence provided);
}
