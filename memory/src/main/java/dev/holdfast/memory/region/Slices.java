package dev.holdfast.memory.region;

import dev.holdfast.device.HeapRange;
import java.util.ArrayList;
import java.util.List;

/// Parts of scattered memory.
public final class Slices {
    private Slices() {}

    /// The pieces of `length` bytes that begin `from` bytes into `ranges`.
    public static List<HeapRange> of(List<HeapRange> ranges, long from, long length) {
        List<HeapRange> slices = new ArrayList<>();
        long skip = from;
        long left = length;
        for (HeapRange range : ranges) {
            if (left == 0) {
                break;
            }
            if (skip >= range.sizeBytes()) {
                skip -= range.sizeBytes();
                continue;
            }
            long taken = Math.min(left, range.sizeBytes() - skip);
            slices.add(range.slice(skip, taken));
            left -= taken;
            skip = 0;
        }
        return slices;
    }
}
