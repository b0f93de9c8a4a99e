/// A device that is looked at from below the manager: what it does to address spaces, and when.
///
/// [dev.holdfast.sim.watch.WatchedDevice] stands right above the backend, under the faults, so that
/// it sees what really reaches the backend and when that is really over. It changes nothing; what
/// it finds goes to the verdict before the backend can object by itself, for an objection of the
/// backend's says only that something went wrong, and not which promise was broken.
///
/// Ownership, threads: one for an episode, on the episode's thread.
package dev.holdfast.sim.watch;
