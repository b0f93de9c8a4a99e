/// What users do on a device beside the manager: commands of their own, and memory of their own
/// that they have the device adopt.
///
/// A [dev.holdfast.sim.outside.SharedDevice] opens the embedded device with room behind its memory
/// that nobody is told of. What is adopted lies there; everybody else knows it by the ranges of
/// [dev.holdfast.device.Adoptions], which are never used twice, so that a command that comes too
/// late is noticed. All of the memory behind is visible to this device, and as much to others as
/// the shape of an episode says: so users reach what the CPU does not see, as their own commands
/// would.
///
/// Ownership, threads: a shared device belongs to one episode and its thread. Invariant: an adopted
/// range is in the room behind as long as it can be found, and in no other place.
package dev.holdfast.sim.outside;
