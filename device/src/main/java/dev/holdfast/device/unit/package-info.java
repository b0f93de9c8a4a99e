/// Units with checked arithmetic, and what counts them.
///
/// Sizes and offsets are `long` byte counts whose name says so (`sizeBytes`). Everything that adds,
/// multiplies or rounds them goes through [dev.holdfast.device.unit.Bytes], because a size that
/// silently wrapped once has been an out-of-bounds copy in every allocator that had one. Text forms
/// (`64MiB`) are parsed and printed here and nowhere else.
///
/// [dev.holdfast.device.unit.TouchMap] is what a backend counts touched memory with.
///
/// [dev.holdfast.device.unit.PlainText] makes names and messages from outside harmless before they
/// are printed.
///
/// Ownership, threads: nothing to own, safe everywhere; all but the map are values.
package dev.holdfast.device.unit;
