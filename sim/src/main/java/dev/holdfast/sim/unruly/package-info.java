/// A device that does not always do as it is told, and an account of what it has.
///
/// [dev.holdfast.sim.unruly.UnrulyDevice] is what the manager meets: above the faults, which are
/// above the watch. A queue of it may fall *deaf*, at any command: what it is given from then on,
/// markers too, stays where it is until a reset takes it. A reset may be refused, may be answered
/// as if there were nothing to take, and may be answered well and come to nothing. While a reset is
/// under way the rest of the world goes on, as it does on real threads: what was to be taken may
/// have ended by the time the device comes to it.
///
/// A driver may also be *rude*, see [dev.holdfast.sim.watch.Rudeness]: a queue throws instead of
/// taking a command, or takes it and throws all the same, and a reset throws.
///
/// [dev.holdfast.sim.unruly.Custody] keeps the account: which command each queue is at, since when,
/// how long it may be, what was tried with it and what the device said of it in the end. From that
/// it judges whoever takes commands: one that is taken was named by somebody who asked for it, or
/// had been the first of its queue for longer than it may; and a device is given up only over a
/// command that does not end and that the device does not give back.
///
/// Ownership, threads: one for an episode, on the episode's thread. Invariant: without a temper the
/// device does as it is told, and draws nothing.
package dev.holdfast.sim.unruly;
