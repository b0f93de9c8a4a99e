package dev.holdfast.cli.optimum;

import dev.holdfast.cli.trace.Trace;

/// The buffer that has not been used for the longest time makes room: what a manager can do that
/// knows only the past.
///
/// Beside [FurthestNextUse] it tells how much of the traffic of a replay is due to the rule and how
/// much to the manager. Within an operation, later uses count as more recent.
public record LeastRecentlyUsed() implements ResidencyModel {
    @Override
    public TrafficOutcome run(Trace trace, long capacityBytes, int iterations) {
        return ResidencyWalk.run(trace, capacityBytes, iterations, (_, lastUse) -> -lastUse);
    }
}
