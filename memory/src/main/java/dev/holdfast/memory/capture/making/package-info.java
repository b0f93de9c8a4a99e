/// How captures are made.
///
/// **Two phases.** Whoever takes a command from the device cannot wait until bytes are read, and
/// fences are waiting for him: so [dev.holdfast.memory.capture.making.Capturer] only *notes*, under
/// the ledger and inside a signalling section, what is under way and where, and takes hold of what
/// is to be read. It does that in memory that was set aside when the previous capture was finished;
/// what little is allocated beside it is heap, which no fence stands behind, and where even that is
/// missing the capture is partial. Then a worker of its own reads,
/// [dev.holdfast.memory.capture.making.Reading], one object after the other and a piece of at most
/// 1 MiB a task, without the ledger.
///
/// **What is read.** Places are those of the [dev.holdfast.memory.submit.Snapshot] that the
/// submission left, never those that the object has now: state runs ahead. Bytes are read there, if
/// they had arrived well before the first of them is read; what is missing says why. Memory that
/// the CPU cannot see comes by way of the [dev.holdfast.memory.capture.making.Bounce].
///
/// **Ownership.** A [dev.holdfast.memory.capture.making.Grip] keeps the memory of one object from
/// being reused, whatever becomes of the command: it is taken in the first phase and given up by
/// the worker, after the object's last piece and before the next object's first. A copy through the
/// bounce that misses its deadline keeps grip and bounce until it is over. What a snapshot says
/// outlives its holds.
///
/// **Lifecycle.** One capture at a time; finished, it is kept until somebody takes it, and what
/// comes meanwhile is counted and skipped. Whatever goes wrong with one, the next can begin.
///
/// **Threads.** Noting and finishing are under the ledger, reading is the worker's. A device's
/// fault comes on any thread: it leaves the first phase with the drain and goes on. That is before
/// anybody can learn that the command has failed, and so the drain comes to it before it comes to
/// the command's retirement.
///
/// **Invariants.** Nothing is read through a grip that was given up (P5). At rest there is no grip,
/// no reference and no copy, and the bounce is all that is taken (P10).
///
/// Source: the holds and snapshots of i915's captures; the two phases, and an error for each entry,
/// from Xe's.
@NullMarked
package dev.holdfast.memory.capture.making;

import org.jspecify.annotations.NullMarked;
