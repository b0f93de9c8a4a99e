package dev.holdfast.memory.recovery;

import dev.holdfast.memory.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// The ordinary memory that the content of all objects moves out into, all of it reserved before
/// the first byte is copied. Whoever suspends has it until the pieces are lent.
final class Image implements AutoCloseable {
    private static final long SLAB_BYTES = 64L << 20;

    private final List<Slab> slabs;
    private final List<Piece> pieces;
    private boolean lent;

    private Image(List<Slab> slabs, List<Piece> pieces) {
        this.slabs = slabs;
        this.pieces = pieces;
    }

    /// Room for content of these sizes, in this order; empty if there is no memory for it. What is
    /// taken is counted in `total`.
    static Optional<Image> reserve(Ledger ledger, List<Long> sizes, AtomicLong total) {
        List<Slab> slabs = new ArrayList<>();
        List<Piece> pieces = new ArrayList<>(sizes.size());
        boolean reserved = false;
        try {
            int next = 0;
            while (next < sizes.size()) {
                int end = next;
                long slabBytes = 0;
                while (end < sizes.size()
                        && (end == next || slabBytes + sizes.get(end) <= SLAB_BYTES)) {
                    slabBytes += sizes.get(end);
                    end++;
                }
                Slab slab = new Slab(slabBytes, total);
                slabs.add(slab);
                for (; next < end; next++) {
                    pieces.add(new Piece(ledger, slab, sizes.get(next)));
                }
            }
            reserved = true;
            return Optional.of(new Image(slabs, pieces));
        } catch (OutOfMemoryError none) {
            return Optional.empty();
        } finally {
            if (!reserved) {
                pieces.forEach(Piece::drop);
                slabs.forEach(Slab::letGo);
            }
        }
    }

    /// The room for one of the sizes.
    Piece piece(int index) {
        return pieces.get(index);
    }

    /// From here on each piece goes with its object.
    void lend() {
        lent = true;
    }

    @Override
    public void close() {
        if (!lent) {
            pieces.forEach(Piece::drop);
        }
        slabs.forEach(Slab::letGo);
    }
}
