package dev.holdfast.memory.residency;

import java.util.List;

/// Whether there is room.
public sealed interface Room {
    /// There is, and it has been taken.
    record Made() implements Room {}

    /// Not now: too much is pinned, or the host has no room for what would have to go there.
    ///
    /// @param region which memory is short
    /// @param missingBytes by how much
    record Lacking(String region, long missingBytes) implements Room {}

    /// Not now, although there may be enough: no place in one piece is free or can be made so.
    ///
    /// @param region which memory
    /// @param neededBytes what is asked for in one piece
    /// @param objects who cannot move and is in the way; none, if those that are asked for together
    ///   are in each other's
    record InTheWay(String region, long neededBytes, List<String> objects) implements Room {
        /// Keeps a list of its own.
        public InTheWay {
            objects = List.copyOf(objects);
        }
    }

    /// Not ever: more is asked for than the region holds.
    ///
    /// @param region which memory
    /// @param neededBytes what is asked for
    /// @param capacityBytes what it holds
    record NeverFits(String region, long neededBytes, long capacityBytes) implements Room {}

    /// There is, and it has been taken.
    Room MADE = new Made();
}
