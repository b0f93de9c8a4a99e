/// A device on which things go wrong on purpose.
///
/// A [dev.holdfast.faulty.FaultyDevice] decorates any other and asks a
/// [dev.holdfast.device.fault.FaultPlan] at each command what shall happen to it: nothing, a
/// failure that leaves the target partly right and partly wrong, or a delay. The device behind it
/// does all work and never hears of it: a failing copy reaches it as another copy, of a prefix and
/// of garbage that [dev.holdfast.faulty.Wreck] lends it.
///
/// **Order.** The plan is asked in submission order, so that a run is repeated by its seed.
/// Commands are handed on, and completed, in that order too: a failing command completes in its
/// place, and behind a delayed one the queue waits, as it would behind a slow one.
///
/// **Ownership.** The decorator owns the device that it decorates and closes it. It starts no
/// thread and reads no clock; delays are the ticker's, and what they release runs on a worker.
///
/// **Threads.** As the device behind it. Each queue keeps what it has not handed on under its own
/// monitor and calls nobody while holding it.
///
/// **Invariants.** Every command completes once, in order. A command that was made to fail leaves
/// at least one word wrong, whatever was there before. An empty plan changes nothing.
package dev.holdfast.faulty;
