package dev.holdfast.memory.region;

import dev.holdfast.device.fence.InvariantError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds space in one piece.
///
/// A single block that is large enough is found as for scattered requests. If there is none, it
/// tries harder: blocks that were left apart, or that are no buddies, may still lie side by side.
/// The shortest such run that is long enough is taken, from its start.
final class ContiguousSearch {
    private static final Place[] VISIBLE = {Place.READY_VISIBLE, Place.PENDING_VISIBLE};

    private final BuddySpace space;

    ContiguousSearch(BuddySpace space) {
        this.space = space;
    }

    /// Takes a run for `request`; null if there is none.
    @Nullable GrantedExtent take(AllocationRequest request, long roundedBytes) {
        space.promote(Integer.MAX_VALUE);
        FreeBlock block = single(request, Order.ceiling(roundedBytes));
        if (block != null) {
            return takeAt(block, block.offset, roundedBytes);
        }
        FreeBlock start = shortestRun(request.window(), roundedBytes);
        return start == null ? null : takeAt(start, start.offset, roundedBytes);
    }

    /// True if everything from `first` to `end` is free.
    boolean reaches(FreeBlock first, long end) {
        FreeBlock block = first;
        while (block != null && block.end() < end) {
            block = space.startingAt(block.end());
        }
        return block != null;
    }

    /// Takes exactly `[offset, offset + length)`, which is free and starts in `first`.
    GrantedExtent takeAt(FreeBlock first, long offset, long length) {
        List<Piece> pieces = new ArrayList<>(1);
        long next = offset;
        long end = offset + length;
        FreeBlock block = first;
        while (true) {
            long taken = Math.min(end, block.end()) - next;
            space.take(block, next, taken);
            pieces.add(new Piece(next, taken, block.pending, block.tag()));
            next += taken;
            if (next == end) {
                return Piece.merged(pieces);
            }
            block = space.startingAt(next);
            if (block == null) {
                throw new InvariantError("a run of free blocks ends at " + next);
            }
        }
    }

    private @Nullable FreeBlock single(AllocationRequest request, int order) {
        Shelves shelves = space.shelves;
        for (Place place : request.window() == Window.ANY ? Place.values() : VISIBLE) {
            for (int rank = 0; rank < shelves.ranks(); rank++) {
                Shelves.Row row = shelves.preferred(rank, request.clientId(), request.overwrite());
                FreeBlock block = row == null ? null : row.at(place).smallestFrom(order);
                if (block != null) {
                    return block;
                }
            }
        }
        return null;
    }

    private @Nullable FreeBlock shortestRun(Window window, long roundedBytes) {
        long found = -1;
        long foundBytes = Long.MAX_VALUE;
        long start = -1;
        long end = -1;
        for (FreeBlock block : ascending(window)) {
            if (block.offset != end) {
                if (end - start >= roundedBytes && end - start < foundBytes) {
                    found = start;
                    foundBytes = end - start;
                }
                start = block.offset;
            }
            end = block.end();
        }
        if (end - start >= roundedBytes && end - start < foundBytes) {
            found = start;
        }
        return found < 0 ? null : space.startingAt(found);
    }

    /// How long the longest run is.
    long longestRunBytes(Window window) {
        long longest = 0;
        long start = -1;
        long end = -1;
        for (FreeBlock block : ascending(window)) {
            if (block.offset != end) {
                start = block.offset;
            }
            end = block.end();
            longest = Math.max(longest, end - start);
        }
        return longest;
    }

    private List<FreeBlock> ascending(Window window) {
        List<FreeBlock> found = new ArrayList<>(space.blocks().size());
        space.blocks()
                .forEach(block -> {
                    if (window == Window.ANY || space.isVisible(block.offset)) {
                        found.add(block);
                    }
                });
        FreeBlock[] ascending = found.toArray(FreeBlock[]::new);
        Arrays.sort(ascending, (a, b) -> Long.compare(a.offset, b.offset));
        return Arrays.asList(ascending);
    }
}
