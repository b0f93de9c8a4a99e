/// How little traffic a trace could do with: models that decide who makes room, without a device.
///
/// A manager's traffic means nothing by itself. [dev.holdfast.cli.optimum.FurthestNextUse], which
/// knows the future, is the yardstick that `replay` prints as `optimalBytesToDevice`;
/// [dev.holdfast.cli.optimum.LeastRecentlyUsed] tells how far knowing only the past gets. Both are
/// a ranking of victims; `ResidencyWalk` holds everything else and says which rules it follows.
///
/// Models are stateless values and may be used from any thread. Each run has its own walk, confined
/// to the thread that runs it, over the trace that it only reads. Work is logarithmic in the number
/// of resident buffers for each use, and nothing is allocated for an operation, so the largest of
/// the real traces takes well under a second for each iteration.
///
/// Invariants: what an operation uses is never a candidate while it runs, so, its footprint having
/// been checked beforehand, room can always be made; resident bytes never exceed the capacity; a
/// buffer without content is never fetched and a clean one never written back.
package dev.holdfast.cli.optimum;
