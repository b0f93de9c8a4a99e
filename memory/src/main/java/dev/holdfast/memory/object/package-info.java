/// Buffer objects: what users own, whatever memory it lives in just now.
///
/// A [dev.holdfast.memory.object.BufferObject] has a size, an owner, a
/// [dev.holdfast.memory.object.FenceSet] (who wrote it last, who has read it since) and *backings*:
/// at most one in device memory, one in host memory, and one in memory that its owner lent. A
/// [dev.holdfast.memory.object.Backing] that is there holds the object's current content, or will
/// once its arrival fence has settled well; one that does not is not kept.
///
/// **State runs ahead.** Fields say what is going to be so when everything submitted is done. The
/// arrival fence of a backing and the last writer's fence say when, and whether, it really came to
/// be. A backing is *lost* if its arrival failed; an object is lost if all its backings are; both
/// are derived whenever asked, never stored.
///
/// **Ownership.** The backing owns its extents and gives them back to their region, with the fences
/// after which they may be touched, when it is let go; nobody waits. Others may keep a counted
/// reference to the extent *list*.
///
/// **Threads.** Everything changes under the ledger, but for a backing's outcome, which whoever
/// completes its migration writes before the arrival fence settles.
package dev.holdfast.memory.object;
