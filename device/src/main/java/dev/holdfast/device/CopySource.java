package dev.holdfast.device;

import java.lang.foreign.MemorySegment;

/// Where a copy reads from: a heap, or memory that a caller lent.
public sealed interface CopySource permits HeapRange, CopySource.Lent {
    /// How many bytes there are.
    long sizeBytes();

    /// Memory of a caller's own, only ever read: a mapped file, say.
    ///
    /// @param segment the bytes; alive until the copy has completed
    record Lent(MemorySegment segment) implements CopySource {
        @Override
        public long sizeBytes() {
            return segment.byteSize();
        }
    }
}
