/// Traces: what a program did with its buffers, read from a file, made up, scaled and written.
///
/// A [dev.holdfast.cli.trace.Trace] is an immutable value with dense buffer indices instead of
/// names, so that a replay or a model of one can use arrays. All traces come out of
/// [dev.holdfast.cli.trace.TraceBuilder], which holds the rules: a buffer is declared once and
/// before its use, has a positive size, and is not touched after its free; no list names a buffer
/// twice; no sum overflows. Whoever is handed a trace may rely on that.
///
/// Reading is a stack of four, low to high: `TraceLines` (bytes to lines, gzip or plain),
/// `RecordParser` (a line to the fields of a `TraceRecord`), a `TraceFormat` (what those fields
/// mean in an ops-trace or a Mooncake log) and [dev.holdfast.cli.trace.TraceReader], which chooses
/// the format by the first record and adds file and line to every complaint. A trace comes from
/// outside, so every complaint is a [dev.holdfast.cli.trace.TraceException] with one line for a
/// person.
///
/// Ownership and threads: a reader closes what it opens, also when it fails. Traces, buffers and
/// operations may be shared between threads; builders, readers' inner parts and writers belong to
/// the thread that made them. Nothing here keeps static mutable state.
package dev.holdfast.cli.trace;
