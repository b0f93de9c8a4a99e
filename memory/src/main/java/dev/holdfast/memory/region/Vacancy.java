package dev.holdfast.memory.region;

import java.util.List;

/// A place in one piece that would be free if those who have a part of it left.
///
/// @param place where
/// @param occupants who has a part of it, in the order of their offsets, each once
public record Vacancy(Extent place, List<Occupant> occupants) {
    /// What it costs that somebody leaves.
    @FunctionalInterface
    public interface Judge {
        /// Nothing for one that leaves anyway, and infinitely much for one that cannot.
        double cost(Occupant occupant);
    }
}
