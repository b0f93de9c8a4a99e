package dev.holdfast.memory.residency;

/// Whether there is room.
public sealed interface Room {
    /// There is, and it has been taken.
    record Made() implements Room {}

    /// Not now: too much is pinned, or the host has no room for what would have to go there.
    ///
    /// @param region which memory is short
    /// @param missingBytes by how much
    record Lacking(String region, long missingBytes) implements Room {}

    /// Not ever: more is asked for than the region holds.
    ///
    /// @param region which memory
    /// @param neededBytes what is asked for
    /// @param capacityBytes what it holds
    record NeverFits(String region, long neededBytes, long capacityBytes) implements Room {}

    /// There is, and it has been taken.
    Room MADE = new Made();
}
