/// What is counted and written down while the manager works.
///
/// [dev.holdfast.memory.recorder.Counters] are the totals that `replay --json` prints and that
/// tests hold against what the device counted for itself. A
/// [dev.holdfast.memory.recorder.TraceSink] is told of every buffer and operation in the order of
/// submission, so that a program can write an ops-trace of itself.
///
/// Threads: counters may be added to from anywhere and cost no lock. A sink is called under the
/// ledger, in submission order, and must only take note: it does its input and output elsewhere.
/// Lifecycle: one of each a manager. This package knows no other of the memory module.
package dev.holdfast.memory.recorder;
