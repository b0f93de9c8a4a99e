/// A device that is looked at from below the manager: what it does to address spaces, and when.
///
/// [dev.holdfast.sim.watch.WatchedDevice] stands right above the backend, under the faults, so that
/// it sees what really reaches the backend and when that is really over. What it finds goes to the
/// verdict before the backend can object by itself, for an objection of the backend's says only
/// that something went wrong, and not which promise was broken.
///
/// Here is also where page tables throw, as [dev.holdfast.sim.watch.Rudeness] has it: what they did
/// all the same is in the account.
///
/// Ownership, threads: one for an episode, on the episode's thread.
package dev.holdfast.sim.watch;
