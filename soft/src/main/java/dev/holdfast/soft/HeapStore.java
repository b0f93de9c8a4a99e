package dev.holdfast.soft;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The bytes of a heap: zero until written, and no memory spent on what was never touched. They
/// come in one or more *segments*; who walks a range asks for the segment at an offset and how far
/// it reaches.
sealed interface HeapStore permits ReservedStore, SlabStore {
    /// The segment with the byte at `offset`.
    MemorySegment segment(long offset);

    /// Where that segment begins.
    long base(long offset);

    /// How many bytes that segment has from `offset` on.
    long run(long offset);

    /// The best store there is for `sizeBytes`: one reservation where that is allowed and possible,
    /// slabs otherwise.
    static HeapStore of(long sizeBytes, Arena arena) {
        return Reservation.of(sizeBytes, arena)
                .<HeapStore>map(ReservedStore::new)
                .orElseGet(() -> new SlabStore(sizeBytes, SlabStore.slabBytes(sizeBytes), arena));
    }
}
