package dev.holdfast.memory.region;

import org.jspecify.annotations.Nullable;

/// Finds space in one piece, which is within one slab.
///
/// A single range that is large enough is found as for scattered requests. If there is none, it
/// tries harder: ranges that must not be merged may still lie side by side. The shortest such run
/// that is long enough is taken, from its start. Looking for runs walks the whole region; so that a
/// planner that evicts and asks again does not walk it each time, the longest run is remembered,
/// and since only freeing makes runs longer, most requests that must fail do so at once.
final class ContiguousSearch {
    private static final Place[] VISIBLE = {Place.READY_VISIBLE, Place.PENDING_VISIBLE};

    private final FreeSpace space;

    ContiguousSearch(FreeSpace space) {
        this.space = space;
    }

    /// Takes a run for `request`; null if there is none.
    @Nullable GrantedExtent take(AllocationRequest request, long wantedBytes) {
        space.promote(Integer.MAX_VALUE);
        FreeRange start = single(request, wantedBytes);
        if (start == null && wantedBytes <= space.longestRun().atMostBytes()) {
            start = shortestRun(request.window(), wantedBytes);
        }
        return start == null ? null : space.take(start, start.offset, wantedBytes);
    }

    private @Nullable FreeRange single(AllocationRequest request, long wantedBytes) {
        Shelves shelves = space.shelves;
        for (Place place : request.window() == Window.ANY ? Place.values() : VISIBLE) {
            for (int rank = 0; rank < shelves.ranks(); rank++) {
                Shelf shelf = shelves.preferred(place, rank, request);
                FreeRange range = shelf == null ? null : shelf.tightest(wantedBytes);
                if (range != null) {
                    return range;
                }
            }
        }
        return null;
    }

    /// The first range of the shortest run of at least `wantedBytes`.
    private @Nullable FreeRange shortestRun(Window window, long wantedBytes) {
        FreeRange found = null;
        long foundBytes = Long.MAX_VALUE;
        long longestBytes = 0;
        FreeRange start = firstFree(space.first(), window);
        while (start != null) {
            Range end = runEnd(start, window);
            long runBytes = (end == null ? space.capacityBytes(window) : end.offset) - start.offset;
            longestBytes = Math.max(longestBytes, runBytes);
            if (runBytes >= wantedBytes && runBytes < foundBytes) {
                found = start;
                foundBytes = runBytes;
            }
            start = firstFree(end, window);
        }
        if (space.capacityBytes(window) == space.sizeBytes) {
            space.longestRun().sawAll(longestBytes);
        }
        return found;
    }

    /// How long the longest run is.
    long longestRunBytes(Window window) {
        long longestBytes = 0;
        FreeRange start = firstFree(space.first(), window);
        while (start != null) {
            Range end = runEnd(start, window);
            long runBytes = (end == null ? space.capacityBytes(window) : end.offset) - start.offset;
            longestBytes = Math.max(longestBytes, runBytes);
            start = firstFree(end, window);
        }
        return longestBytes;
    }

    private @Nullable FreeRange firstFree(@Nullable Range from, Window window) {
        Range range = from;
        while (range != null && !(range instanceof FreeRange)) {
            range = range.after;
        }
        return range instanceof FreeRange free && isIn(free, window) ? free : null;
    }

    /// What comes after the run that `start` is in; null if that is the end of the window.
    private @Nullable Range runEnd(FreeRange start, Window window) {
        Range range = start;
        while (range instanceof FreeRange && isIn(range, window)) {
            range = range.after;
        }
        return range != null && isIn(range, window) ? range : null;
    }

    private boolean isIn(Range range, Window window) {
        return range.offset < space.capacityBytes(window);
    }

    /// The free range that `offset` lies in.
    @Nullable FreeRange containing(long offset) {
        return space.at(offset) instanceof FreeRange free ? free : null;
    }

    /// How much of `place`, which is in one slab, is free.
    long freeBytesIn(Extent place) {
        long free = 0;
        for (Range range = space.at(place.offset());
                range != null && range.offset < place.end();
                range = range.after) {
            if (range instanceof FreeRange) {
                long from = Math.max(range.offset, place.offset());
                free += Math.max(0, Math.min(range.end(), place.end()) - from);
            }
        }
        return free;
    }
}
