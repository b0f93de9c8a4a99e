package dev.holdfast.cli.replay;

/// An operation that did not run, or not well, so that what it was to read is not verified.
///
/// @param client whose it is
/// @param op what the trace calls it
/// @param iteration from zero
/// @param reads how many buffers it was to read
/// @param fault why
public record SkippedOp(String client, String op, int iteration, int reads, String fault) {}
