package dev.holdfast.memory.object;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;

/// Somebody above who relies on where a backing is, and must be told when it is let go.
public interface MoveListener {
    /// The backing is being let go, under the ledger. `users` are the fences of whoever may be
    /// using it now; the answer settles once nobody reads through this listener any more and none
    /// can start to.
    Fence leaving(FenceJoin users);
}
