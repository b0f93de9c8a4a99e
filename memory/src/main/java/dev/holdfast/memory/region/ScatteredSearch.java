package dev.holdfast.memory.region;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes space in as many pieces as it must, for one request that is known to fit.
///
/// **What is liked.** Ready space before pending, for waiting costs most; then space that the CPU
/// cannot see; then the tag that saves a clear; then few pieces, for each costs a copy of its own.
///
/// **One piece** is looked for first, on every shelf in that order: a range that holds the request
/// as tightly as can be had, so that large ranges are not broken up for what fits elsewhere.
/// **Several pieces** are taken where no range is large enough: the largest one, then its
/// neighbours on both sides while they are free, for what lies side by side is copied at once; and
/// from there on again. Ranges that are tiny beside the request are left for requests of their own
/// size as long as there is anything else.
///
/// If what is ready is not enough, the request waits in any case, and ready slivers are no longer
/// worth a piece each.
final class ScatteredSearch {
    /// A range of less than this share of a request is a sliver to it.
    private static final int SLIVERS_A_REQUEST = 64;

    private static final Place[] READY_ANY = {Place.READY_INVISIBLE, Place.READY_VISIBLE};
    private static final Place[] READY_VISIBLE = {Place.READY_VISIBLE};
    private static final Place[] ALL_ANY = Place.values();
    private static final Place[] ALL_VISIBLE = {Place.READY_VISIBLE, Place.PENDING_VISIBLE};

    private static final Comparator<GrantedExtent> BY_OFFSET =
            Comparator.comparingLong(granted -> granted.extent().offset());

    private final FreeSpace space;
    private final AllocationRequest request;
    private final List<GrantedExtent> granted = new ArrayList<>();
    private final long sliverBytes;
    private long left;

    ScatteredSearch(FreeSpace space, AllocationRequest request, long wantedBytes) {
        this.space = space;
        this.request = request;
        this.left = wantedBytes;
        this.sliverBytes = wantedBytes / SLIVERS_A_REQUEST;
    }

    /// The extents, in ascending order.
    List<GrantedExtent> run() {
        boolean any = request.window() == Window.ANY;
        Place[] ready = any ? READY_ANY : READY_VISIBLE;
        if (sizeBytes(ready) < left) {
            space.promote(Integer.MAX_VALUE);
        }
        Place[] places = sizeBytes(ready) >= left ? ready : any ? ALL_ANY : ALL_VISIBLE;
        FreeRange whole = tightest(places);
        if (whole != null) {
            return List.of(space.take(whole, whole.offset, left));
        }
        takePieces(places);
        granted.sort(BY_OFFSET);
        return granted;
    }

    private void takePieces(Place[] places) {
        while (left > 0) {
            FreeRange whole = tightest(places);
            if (whole != null) {
                take(whole, whole.offset, left);
            } else {
                takeAround(Range.linked(seed(places)), places);
            }
        }
    }

    private long sizeBytes(Place[] places) {
        long sum = 0;
        for (Place place : places) {
            sum += space.shelves.sizeBytes(place);
        }
        return sum;
    }

    private @Nullable FreeRange tightest(Place[] places) {
        for (Place place : places) {
            for (int rank = 0; rank < space.shelves.ranks(); rank++) {
                Shelf shelf = space.shelves.preferred(place, rank, request);
                FreeRange range = shelf == null ? null : shelf.tightest(left);
                if (range != null) {
                    return range;
                }
            }
        }
        return null;
    }

    /// The best liked of the large ranges; where there are only slivers, of those.
    private @Nullable FreeRange seed(Place[] places) {
        FreeRange sliver = null;
        for (Place place : places) {
            for (int rank = 0; rank < space.shelves.ranks(); rank++) {
                Shelf shelf = space.shelves.preferred(place, rank, request);
                FreeRange range = shelf == null ? null : shelf.largest();
                if (range != null && range.sizeBytes >= sliverBytes) {
                    return range;
                }
                sliver = sliver == null ? range : sliver;
            }
        }
        return sliver;
    }

    private void takeAround(FreeRange seed, Place[] places) {
        Range before = seed.before;
        Range after = seed.after;
        take(seed, seed.offset, Math.min(left, seed.sizeBytes));
        while (left > 0 && after instanceof FreeRange next && isIn(next, places)) {
            after = next.after;
            take(next, next.offset, Math.min(left, next.sizeBytes));
        }
        while (left > 0 && before instanceof FreeRange next && isIn(next, places)) {
            before = next.before;
            long length = Math.min(left, next.sizeBytes);
            take(next, next.end() - length, length);
        }
    }

    private static boolean isIn(FreeRange range, Place[] places) {
        for (Place place : places) {
            if (range.shelf.place == place) {
                return true;
            }
        }
        return false;
    }

    private void take(FreeRange range, long offset, long length) {
        granted.add(space.take(range, offset, length));
        left -= length;
    }
}
