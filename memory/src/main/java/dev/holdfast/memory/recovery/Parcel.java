package dev.holdfast.memory.recovery;

import dev.holdfast.device.HeapRange;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import java.util.List;

/// Content that has to move out.
///
/// @param object whose it is
/// @param source where it is
/// @param ranges the same, for as long as nobody else is given it
record Parcel(BufferObject object, Backing source, List<HeapRange> ranges) {
    static Parcel of(BufferObject object, Backing source) {
        return new Parcel(object, source, source.extents().contentRanges());
    }

    long sizeBytes() {
        return object.sizeBytes();
    }
}
