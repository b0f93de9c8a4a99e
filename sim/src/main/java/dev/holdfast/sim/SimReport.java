package dev.holdfast.sim;

import dev.holdfast.sim.shape.Marks;
import java.util.Optional;

/// What became of a run.
///
/// @param steps changes of state, over all episodes
/// @param episodes how many there were
/// @param turns how many turns clients had, over all episodes
/// @param digest all that happened, as one number
/// @param marks what was met
/// @param violation the first violation, if there was one
public record SimReport(
        long steps,
        long episodes,
        long turns,
        long digest,
        Marks marks,
        Optional<Violation> violation) {}
