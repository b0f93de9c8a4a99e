/// Recording: a program that runs on a manager writes an ops-trace of itself.
///
/// [dev.holdfast.cli.record.OpsTraceSink] is what `MemoryOptions.traceTo` takes. The manager calls
/// it under the ledger, where it only notes what happened; a daemon thread of its own turns notes
/// into lines, through `TraceRecording`, and those into a file. So a slow disk costs the program
/// memory for notes, and never a wait.
///
/// **Ownership.** The sink owns file and thread; whoever opened it closes it, after the manager,
/// and learns then whether everything was written. **Invariant:** the file is an ops-trace at every
/// end of a line: buffers are declared before their use, and nothing is used after it was freed. A
/// trace has no durations, because a manager is not told of any.
package dev.holdfast.cli.record;
