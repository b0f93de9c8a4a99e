package dev.holdfast.memory.region;

import dev.holdfast.device.fence.FenceJoin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bytes just taken out of the free space, with what their block said of them.
///
/// @param offset where they start
/// @param sizeBytes how many
/// @param pending what they wait for; null if they are ready
/// @param tag whose they are
record Piece(long offset, long sizeBytes, @Nullable PendingBlocks pending, ContentTag tag) {
    private static final Comparator<Piece> BY_OFFSET = Comparator.comparingLong(Piece::offset);

    private long end() {
        return offset + sizeBytes;
    }

    private FenceJoin ready() {
        return pending == null ? FenceJoin.empty() : pending.ready();
    }

    private GrantedExtent toExtent() {
        return new GrantedExtent(new Extent(offset, sizeBytes), ready(), tag);
    }

    /// The pieces as extents in ascending order, one for neighbours that wait for the same and are
    /// tagged alike.
    static List<GrantedExtent> apart(List<Piece> pieces) {
        if (pieces.size() == 1) {
            return List.of(pieces.getFirst().toExtent());
        }
        List<Piece> ascending = new ArrayList<>(pieces);
        ascending.sort(BY_OFFSET);
        List<GrantedExtent> extents = new ArrayList<>(ascending.size());
        Piece open = ascending.getFirst();
        for (Piece next : ascending.subList(1, ascending.size())) {
            if (open.end() == next.offset
                    && open.pending == next.pending
                    && open.tag.equals(next.tag)) {
                open = new Piece(open.offset, next.end() - open.offset, open.pending, open.tag);
            } else {
                extents.add(open.toExtent());
                open = next;
            }
        }
        extents.add(open.toExtent());
        return extents;
    }

    /// Neighbouring pieces, in ascending order, as one extent: it waits for all that any of them
    /// waits for, and its bytes are mixed unless all of them are tagged alike.
    static GrantedExtent merged(List<Piece> pieces) {
        Piece first = pieces.getFirst();
        FenceJoin ready = FenceJoin.empty();
        ContentTag tag = first.tag;
        long sizeBytes = 0;
        for (Piece piece : pieces) {
            ready = ready.and(piece.ready());
            tag = ContentTag.ofBoth(tag, piece.tag);
            sizeBytes += piece.sizeBytes;
        }
        return new GrantedExtent(new Extent(first.offset, sizeBytes), ready, tag);
    }
}
