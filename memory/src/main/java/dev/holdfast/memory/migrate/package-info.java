/// Moving bytes, and standing between a copy and everyone who relies on it.
///
/// A destination is promised before the copy has run: state runs ahead. So nobody waits for the
/// copy itself. They wait for the *published* fence of the
/// [dev.holdfast.memory.migrate.Interceptor], which looks at how **every** chunk of the move ended
/// and settles only once the destination is overwritten to its last byte, or marked lost:
///
///     chunks ─► interceptor ── all well ─────────────────────────► published, signalled
///                    └──────── a fault, all over ──► repair ─────► published, signalled
///                                                       └► lost ─► published, failed
///
/// Repair copies by CPU what failed, if both sides are visible to it; else it sends the failed
/// chunks through the device again by another queue, ahead of everything else; after a few tries
/// the destination is lost. It never begins before the last chunk is over, because a chunk that is
/// still running would write over it.
///
/// **Threads.** Moves are set up under the ledger. The interceptor runs where the last chunk
/// settles; repair has a worker of its own and takes no lock but, to queue again, through the
/// drain. **Ownership.** Moves belong to objects, not to submissions: whoever asked for one may go
/// away, and it runs on.
///
/// Source: the failsafe-migration series for i915; the aggregation over all chunks closes a gap in
/// it.
package dev.holdfast.memory.migrate;
