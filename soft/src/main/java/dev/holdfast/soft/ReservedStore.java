package dev.holdfast.soft;

import java.lang.foreign.MemorySegment;

/// A heap as one reserved segment: every range of it is contiguous, and the operating system
/// commits what is touched.
///
/// @param segment all of it
record ReservedStore(MemorySegment segment) implements HeapStore {
    @Override
    public MemorySegment segment(long offset) {
        return segment;
    }

    @Override
    public long base(long offset) {
        return 0;
    }

    @Override
    public long run(long offset) {
        return segment.byteSize() - offset;
    }
}
