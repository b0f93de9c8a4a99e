/// Fences: the only way in which one part of Holdfast learns that another is done.
///
/// A [dev.holdfast.device.fence.Fence] is one-shot: pending, then signalled or failed with a fault,
/// never anything else again. Whoever may settle one holds it as a
/// [dev.holdfast.device.fence.SettableFence]; everybody else sees the reading side. Settling is a
/// release and observing it, by polling, waiting, callback or join, an acquire: whatever was
/// written before the fence settled is seen by whoever saw it settled.
///
/// **Waiting for several.** [dev.holdfast.device.fence.FenceJoin] is a flat set of fences.
/// [dev.holdfast.device.fence.FenceWork] runs a body once all its dependencies have settled,
/// exactly once and *also after an error*, because the body is what stands between a failed copy
/// and those who trusted it. A [dev.holdfast.device.fence.Dependency] says whether a fault is
/// inherited (data) or merely waited out (ordering). No fence stands for those before it: what was
/// submitted to one queue, or by one client, does not settle in that order.
///
/// **Threads.** Everything here may be called from any thread. Raw callbacks run on the thread that
/// settles, through a trampoline (a chain of a million fences needs a constant stack), never under
/// a lock, and inside a [dev.holdfast.device.fence.SignallingSection]: they must not block.
/// Callbacks of users run on the executor that they name and may do what they like.
///
/// **Lifecycle.** A settled fence refers to its outcome and to nothing else, so keeping one keeps
/// nothing alive. Mechanism: the Linux kernel's dma-fence, dma_fence_work and their contract.
package dev.holdfast.device.fence;
