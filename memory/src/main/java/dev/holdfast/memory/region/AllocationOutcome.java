package dev.holdfast.memory.region;

import java.util.List;

/// What became of a request for space. Only [Granted] changes anything.
public sealed interface AllocationOutcome {
    /// The space is the caller's.
    ///
    /// @param extents where, in ascending order; together exactly the rounded size
    record Granted(List<GrantedExtent> extents) implements AllocationOutcome {
        /// Keeps a list of its own.
        public Granted {
            extents = List.copyOf(extents);
        }
    }

    /// There is not enough just now: something must be evicted first.
    ///
    /// @param freeBytes free space in the window asked for
    /// @param missingBytes how much more must be free at the least: for a scattered request exactly
    ///   that; for a contiguous one that free space would hold, how much longer the longest run
    ///   must be; for an exact place how much of it is taken
    record NoSpace(long freeBytes, long missingBytes) implements AllocationOutcome {}

    /// Not even the empty region has that much.
    ///
    /// @param capacityBytes the size of the window asked for
    record NeverFits(long capacityBytes) implements AllocationOutcome {}
}
