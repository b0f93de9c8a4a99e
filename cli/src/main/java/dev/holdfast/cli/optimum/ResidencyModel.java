package dev.holdfast.cli.optimum;

import dev.holdfast.cli.trace.Trace;

/// A rule for which buffer makes room, tried on a trace without moving a byte.
///
/// The model runs one operation after the other and fetches on demand, with nothing overlapped, so
/// what it counts is traffic and not time.
public sealed interface ResidencyModel permits FurthestNextUse, LeastRecentlyUsed {
    /// Runs the trace so many times over in `capacityBytes` of memory, which the first iteration
    /// finds empty.
    TrafficOutcome run(Trace trace, long capacityBytes, int iterations);
}
