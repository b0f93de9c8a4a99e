/// Units with checked arithmetic.
///
/// Sizes and offsets are `long` byte counts whose name says so (`sizeBytes`). Everything that adds,
/// multiplies or rounds them goes through [dev.holdfast.device.unit.Bytes], because a size that
/// silently wrapped once has been an out-of-bounds copy in every allocator that had one. Text forms
/// (`64MiB`) are parsed and printed here and nowhere else.
///
/// Ownership, threads: values only, nothing to own, safe everywhere.
package dev.holdfast.device.unit;
