/// A device that a test steps by hand, and the rig around it.
///
/// [dev.holdfast.memory.testing.ManualDevice] keeps every command until the test completes or fails
/// it, so a test decides in which order the world happens. [dev.holdfast.memory.testing.Rig] adds a
/// manager on stepped workers, kernels that write and check words, and, when it is closed, the
/// structure walk: whatever a test did, nothing may be left behind.
///
/// The memory is the test's own ([dev.holdfast.memory.testing.ManualMemory]) or that of a real
/// device ([dev.holdfast.memory.testing.BorrowedMemory]), which then does each command while the
/// test waits for it: so the same scenarios are played on OpenCL, from this module's test-jar.
///
/// One thread steps; calls that wait are made on another, with `Rig.meanwhile`.
package dev.holdfast.memory.testing;
