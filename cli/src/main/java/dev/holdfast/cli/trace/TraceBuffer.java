package dev.holdfast.cli.trace;

/// One buffer that a trace declares.
///
/// @param id what the trace calls it; unique within the trace
/// @param sizeBytes at least 1
/// @param initial whether its content is uploaded before the first read; the content of any other
///   buffer is zeros until something is written to it
/// @param client the tenant it belongs to, or the empty string where the trace names none
public record TraceBuffer(String id, long sizeBytes, boolean initial, String client) {}
