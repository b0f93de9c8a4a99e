package dev.holdfast.memory.region;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes space in as many pieces as it must, for one request that is known to fit.
///
/// **What is liked.** Ready space before pending, for waiting costs most; then space that the CPU
/// cannot see; then the tag that saves a clear; then few pieces, for each costs a copy of its own.
///
/// **One piece** is looked for first, in every shelf in that order, and it is the smallest block
/// that holds the request; what is left of it goes back at once. **Several pieces**, the largest
/// first, are taken where no block is large enough. Blocks that are tiny beside the request are
/// left for requests of their own size as long as there is anything else.
///
/// If what is ready is not enough, the request waits in any case, and ready slivers are no longer
/// worth a piece each.
final class ScatteredSearch {
    /// A block of less than this share of a request is a sliver to it.
    private static final int SLIVERS_A_REQUEST = 64;

    private static final Place[] READY_ANY = {Place.READY_INVISIBLE, Place.READY_VISIBLE};
    private static final Place[] READY_VISIBLE = {Place.READY_VISIBLE};
    private static final Place[] ALL_ANY = Place.values();
    private static final Place[] ALL_VISIBLE = {Place.READY_VISIBLE, Place.PENDING_VISIBLE};

    private final BuddySpace space;
    private final AllocationRequest request;
    private final List<Piece> pieces = new ArrayList<>(1);
    private long left;

    ScatteredSearch(BuddySpace space, AllocationRequest request, long roundedBytes) {
        this.space = space;
        this.request = request;
        this.left = roundedBytes;
    }

    List<Piece> run() {
        boolean any = request.window() == Window.ANY;
        Place[] ready = any ? READY_ANY : READY_VISIBLE;
        if (sizeBytes(ready) < left) {
            space.promote(Integer.MAX_VALUE);
        }
        Place[] places = sizeBytes(ready) >= left ? ready : any ? ALL_ANY : ALL_VISIBLE;
        if (!takeWhole(places)) {
            takePieces(places, Order.floor(Math.max(left / SLIVERS_A_REQUEST, Order.GRANULE)));
            takePieces(places, 0);
        }
        return pieces;
    }

    private long sizeBytes(Place[] places) {
        long sum = 0;
        for (Place place : places) {
            sum += space.shelves.sizeBytes(place);
        }
        return sum;
    }

    private boolean takeWhole(Place[] places) {
        int order = Order.ceiling(left);
        for (Place place : places) {
            for (int rank = 0; rank < space.shelves.ranks(); rank++) {
                Shelf shelf = shelf(place, rank);
                FreeBlock block = shelf == null ? null : shelf.smallestFrom(order);
                if (block != null) {
                    take(block);
                    return true;
                }
            }
        }
        return false;
    }

    private void takePieces(Place[] places, int fromOrder) {
        for (Place place : places) {
            for (int rank = 0; rank < space.shelves.ranks(); rank++) {
                Shelf shelf = shelf(place, rank);
                if (shelf != null) {
                    takePieces(shelf, fromOrder);
                }
            }
        }
    }

    private void takePieces(Shelf shelf, int fromOrder) {
        while (left > 0) {
            FreeBlock block = shelf.smallestFrom(Order.ceiling(left));
            if (block == null) {
                block = shelf.largestUpTo(Order.MAX);
            }
            if (block == null || block.order < fromOrder) {
                return;
            }
            take(block);
        }
    }

    private void take(FreeBlock block) {
        long taken = Math.min(left, block.sizeBytes());
        space.take(block, block.offset, taken);
        pieces.add(new Piece(block.offset, taken, block.pending, block.tag()));
        left -= taken;
    }

    private @Nullable Shelf shelf(Place place, int rank) {
        Shelves.Row row = space.shelves.preferred(rank, request.clientId(), request.overwrite());
        return row == null ? null : row.at(place);
    }
}
