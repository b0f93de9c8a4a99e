/// What can go wrong, as values.
///
/// A [dev.holdfast.device.fault.Fault] travels in fences and outcomes from where it happened to
/// whoever depends on it, with its cause behind it; it becomes an exception
/// ([dev.holdfast.device.fault.FaultException]) only where a caller asks for one. Misuse of the API
/// is not a fault: it throws at once.
///
/// [dev.holdfast.device.fault.FaultPlan] is the seeded script by which tests, the simulator and
/// `--fault` make things go wrong on purpose. A decorating backend consults it for copies, clears,
/// kernels and the device; the memory manager for its own two sites.
///
/// Ownership, threads: faults are immutable. A plan is shared by every thread that meets one of its
/// sites and counts each site atomically, so that the n-th visit decides alike in every run.
package dev.holdfast.device.fault;
