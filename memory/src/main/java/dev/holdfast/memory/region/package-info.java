/// Regions: space, and from when on it may be used.
///
/// A [dev.holdfast.memory.region.Region] knows which bytes of a heap are owned and which are free.
/// Space that is given back carries the fences after which it may be touched and a tag that says
/// whose bytes are in it; whoever gets it next gets both. That is what lets the manager hand space
/// on at once instead of waiting for it, while nobody touches it too early (P4) and nobody finds
/// another's bytes in it (P1).
///
/// **Quarantine.** Space that a command may touch for ever, because it was given up and not
/// stopped, is neither free nor owned: it is counted, and given to nobody.
///
/// **Adopted.** Memory that somebody else has made is in no region: an
/// [dev.holdfast.memory.region.AdoptedSpace] keeps each place of it for the one object that it is,
/// and lets it go when that is closed and nobody can touch it any more.
///
/// **Ownership.** A granted [dev.holdfast.memory.region.Extent] belongs to the caller until it is
/// freed, whole, once. A region never looks at bytes and never settles a fence; it does not know
/// what an object is. [dev.holdfast.memory.region.ExtentList] is how a backing tells others where
/// its bytes are: counted, and without keeping the bytes.
///
/// **Threads.** Regions are used under the ledger. The one thing that happens outside of it is that
/// a fence settles: its callback puts a note on a queue that the next call drains. Extent lists may
/// be acquired and released from any thread.
///
/// **Lifecycle.** A region starts free and ends free; there is nothing to close. An unsettled fence
/// refers to the ranges that wait for it and to nothing else, so that a region that is let go with
/// evictions pending is collected with them.
///
/// **Invariants**, recomputed from scratch by [dev.holdfast.memory.region.RegionAudit]: free and
/// owned ranges are disjoint and together the whole region (P10); a range on a ready shelf waits
/// for nothing (P4); neighbours that could be merged without loss are merged.
///
/// Source: the kernel's gpu_buddy with amdgpu's clear tracking, and TTM's move fences, here one
/// join a range instead of one a manager.
package dev.holdfast.memory.region;
