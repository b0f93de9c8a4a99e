package dev.holdfast.cli.optimum;

import dev.holdfast.cli.trace.Trace;

/// Belady's rule for buffers of different sizes: the buffer whose next use is furthest away makes
/// room, repeatedly, until the newcomer fits.
///
/// It knows the future, so no real manager can use it; it is the yardstick for those that do not.
/// For sizes that differ it is not the true optimum (finding that is NP-hard) but it is close, easy
/// to state, and what the field compares with. A buffer that is never freed is used again in the
/// next iteration, so its next use wraps around; one that is never used again comes first of all.
/// Of two with the same next use, the one used longer ago goes.
public record FurthestNextUse() implements ResidencyModel {
    @Override
    public TrafficOutcome run(Trace trace, long capacityBytes, int iterations) {
        return ResidencyWalk.run(trace, capacityBytes, iterations, (nextUse, _) -> nextUse);
    }
}
