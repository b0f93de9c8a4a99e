/// The one lock, and how work gets to it without waiting.
///
/// Regions, objects, bindings, residency and the schedule change only under the
/// [dev.holdfast.memory.ledger.Ledger]. It is held for bookkeeping alone: never across a wait, a
/// copy, a driver call, a callback or user code. What must happen *because of* a change but not
/// *under* the lock (settling a fence, handing a command to a queue) is left with
/// [dev.holdfast.memory.ledger.Ledger#afterwards] and runs, in order, once the lock is free.
///
/// All of it happens in a [dev.holdfast.device.fence.SettlingSection]: every action has its turn,
/// whatever another throws, and callbacks of users are called when everything is settled.
///
/// A device completion may arrive on any thread, inside a signalling section, and may not block.
/// What it needs done under the ledger it posts to the [dev.holdfast.memory.ledger.Drain], which
/// runs it at once if the ledger is free and otherwise leaves it to the thread that holds it.
///
/// Lifecycle: one ledger and one drain a manager, for as long as it lives. Invariant: whenever the
/// ledger is free and no thread is inside the drain, the drain is empty.
package dev.holdfast.memory.ledger;
