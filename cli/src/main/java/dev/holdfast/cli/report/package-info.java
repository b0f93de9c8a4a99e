/// What came of a replay, told to people and to programs.
///
/// [dev.holdfast.cli.report.ReportPrinter] prints one replay,
/// [dev.holdfast.cli.report.CurvePrinter] several on different sizes of memory,
/// [dev.holdfast.cli.report.JsonReport] either as one JSON object, and
/// [dev.holdfast.cli.report.ProgressLine] how far a replay has come. All of them print what a
/// [dev.holdfast.cli.replay.ReplayReport] holds and work nothing out that matters.
///
/// [dev.holdfast.cli.report.DryRun] is the exception: what can be said of a trace without running
/// it, worked out by the models of `optimum`.
///
/// Ownership, threads: writers stay the caller's and are flushed, never closed. Everything belongs
/// to the thread that prints, but for the progress line, which has a daemon thread of its own until
/// it is closed.
package dev.holdfast.cli.report;
