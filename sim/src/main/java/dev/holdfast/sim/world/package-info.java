/// One thread and virtual time: where everything that the manager and the device would leave to
/// threads waits until it is chosen.
///
/// [dev.holdfast.sim.world.SimWorkers] keeps the tasks of each worker in order and runs one when it
/// is told which; [dev.holdfast.sim.world.SimClock] keeps the alarms and moves only when it is
/// told; [dev.holdfast.sim.world.Chance] is the one source of numbers. None of them decides
/// anything.
///
/// Ownership, threads: all of it belongs to one episode and to the thread that plays it. A wait for
/// a fence goes to whoever plays, who makes things happen until the fence has settled.
///
/// Invariant: the same calls give the same answers, in every process. Nothing here looks at the
/// real clock, at a thread or at an identity hash.
package dev.holdfast.sim.world;
