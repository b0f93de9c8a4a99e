package dev.holdfast.soft;

import dev.holdfast.device.HeapRange;
import java.util.List;

/// What one call mapped.
///
/// @param address its first address
/// @param end the first address after it
/// @param ranges what is there, end to end
/// @param writable whether kernels may write it
record Mapping(long address, long end, List<HeapRange> ranges, boolean writable) {
    /// Adds to `view` what this maps of the addresses from `from` to `to`.
    void resolve(ArgumentView view, long from, long to) {
        long at = address;
        for (HeapRange range : ranges) {
            long first = Math.max(at, from);
            long last = Math.min(at + range.sizeBytes(), to);
            if (first < last) {
                view.add(first - from, range.slice(first - at, last - first), writable);
            }
            at += range.sizeBytes();
        }
    }

    String text() {
        return String.format("[0x%x, 0x%x)", address, end);
    }
}
