package dev.holdfast.opencl;

import dev.holdfast.device.unit.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The memory of a queue's own that lent memory goes through on its way to the driver: pinned, and
/// in a few pieces, so that the CPU fills one while the driver reads the others. A queue's worker
/// takes a piece only when it has bytes for it, and whoever holds one is with the driver already,
/// so there is always one that comes back. Used by that worker alone.
final class Stages {
    /// So short that what the CPU has read is still in its cache when the driver reads it.
    private static final long PIECE_BYTES = Bytes.mebi(1);

    private static final int PIECES = 8;

    /// What one queue needs.
    static final long SPACE_BYTES = PIECES * PIECE_BYTES;

    private final ArrayDeque<MemorySegment> free = new ArrayDeque<>(PIECES);

    /// Pieces of `space`, which is [#SPACE_BYTES] long.
    Stages(MemorySegment space) {
        for (int i = 0; i < PIECES; i++) {
            free.add(space.asSlice(i * PIECE_BYTES, PIECE_BYTES));
        }
    }

    /// A piece that nobody uses; null if there is none just now. The one used last comes first.
    @Nullable MemorySegment take() {
        return free.pollFirst();
    }

    void giveBack(MemorySegment piece) {
        free.addFirst(piece);
    }
}
