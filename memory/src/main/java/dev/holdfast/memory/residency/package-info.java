/// Residency: what is in device memory, and what goes to make room.
///
/// [dev.holdfast.memory.residency.Residency] is asked to make a set of objects resident together.
/// It first *plans*, on figures alone: a [dev.holdfast.memory.residency.Plan] is a sequence of
/// steps, each using only space that is free or freed by an earlier step. If the plan cannot be
/// completed the answer is a typed refusal and nothing has changed. If it can, it is carried out
/// with steps that cannot fail: space is granted at once with the fences after which it may be
/// touched, so nobody waits for space and nothing can deadlock on it.
///
/// Who goes first is up to an [dev.holdfast.memory.residency.EvictionPolicy], which sees
/// submissions only; the default is least recently used, but for what is said to be used in turn
/// ([dev.holdfast.memory.work.Reuse]). Dead objects go before live ones by construction, because
/// closing an object returns its space at once. A victim with another valid backing is dropped, not
/// written back. Objects of the submission itself and pinned ones are no victims, and no more is
/// evicted than is needed.
///
/// **Two full regions.** Ordinary write-backs leave a *headroom* free in host memory. A swap may
/// use it: the victim goes out into the headroom, the newcomer comes in, and the newcomer's old
/// host space is the headroom from then on. What would leave less headroom than before is refused.
///
/// **What a refusal costs.** Totals of what could be won ([dev.holdfast.memory.object.Residents])
/// are kept up as objects change. What they forbid is refused at once, however many residents there
/// are; in pieces, from 64 residents on. A plan that the totals allow looks at as many residents as
/// it lets go, and at each duplicate in host memory once. A mapping that finds the host full of
/// duplicates has at most 256 dropped in one hold of the ledger, and then tries again.
///
/// Threads: everything under the ledger. Without submissions there is no traffic.
package dev.holdfast.memory.residency;
