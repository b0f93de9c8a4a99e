package dev.holdfast.cli.replay;

/// A buffer that an operation reads, and what must be in it.
///
/// @param position which of the operation's buffers it is
/// @param buffer its index in the trace
/// @param identity of the content that must be there
record ReadOfOp(int position, int buffer, long identity) {}
