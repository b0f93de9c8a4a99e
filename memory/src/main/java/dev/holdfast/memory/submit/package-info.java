/// Submissions, from check to retirement.
///
/// [dev.holdfast.memory.submit.Submitter] takes a request through the whole line, under one hold of
/// the ledger: check, residency, binding, snapshot, schedule. Either all of it happens or, with a
/// typed refusal, nothing. The kernel itself runs whenever its fences allow; the submitting thread
/// is back long before.
///
/// A [dev.holdfast.memory.submit.Tenant] is what is known of a client: its address space, its
/// submissions in flight, and those that wait for *foreign* fences. A foreign fence is settled by
/// user code, so nothing may depend on it that others could be waiting for: until it settles, or
/// its deadline passes, the submission has no placement, and only the same client's later
/// submissions queue behind it.
///
/// **Ownership.** A [dev.holdfast.memory.submit.Submission] owns the holds of its
/// [dev.holdfast.memory.submit.Snapshot] until it retires: when its result has settled and the
/// drain comes to it. Whoever is told that the device fails its command is told before that, and
/// what he leaves with the drain comes first.
///
/// **Threads.** Everything under the ledger. Placing after a foreign fence is not for the thread
/// that settles it; it has a worker.
package dev.holdfast.memory.submit;
