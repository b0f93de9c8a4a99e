/// The simulator: the manager on one thread and in virtual time, with faults, against an oracle.
///
/// A [dev.holdfast.sim.Sim] plays episodes until enough steps are done. Each follows from a seed of
/// its own and from a shape that this seed draws, so that a run is repeated by one number, and an
/// episode of it by another. A [dev.holdfast.sim.Violation] says which promise was not kept, in
/// which step and what was seen, and how to see it again; the [dev.holdfast.sim.Shrinker] looks for
/// a smaller episode that breaks the same promise.
///
/// A *step* is a change of state: a task that ran, an alarm, a client's call that changed
/// something. What was refused or found nothing to do is none.
///
/// Ownership, threads: whoever calls runs everything, on one thread, to the end. Nothing is kept
/// from one episode to the next but what was counted.
package dev.holdfast.sim;
