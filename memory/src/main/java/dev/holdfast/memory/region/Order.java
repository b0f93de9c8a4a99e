package dev.holdfast.memory.region;

/// Arithmetic of power-of-two blocks. A block of order *k* is a granule times two to the *k*, and
/// starts at a multiple of its size.
final class Order {
    /// The smallest block: small enough that a small buffer wastes little, large enough for the
    /// alignment that devices ask of a buffer.
    static final long GRANULE = 256;

    /// The largest power of two that a long can hold, 2^62 bytes.
    static final int MAX = 62 - Long.numberOfTrailingZeros(GRANULE);

    static final int COUNT = MAX + 1;

    private Order() {}

    static long sizeBytes(int order) {
        return GRANULE << order;
    }

    /// The largest order of at most `sizeBytes`, which is at least a granule.
    static int floor(long sizeBytes) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(sizeBytes / GRANULE);
    }

    /// The smallest order of at least `sizeBytes`; [#COUNT] if there is none.
    static int ceiling(long sizeBytes) {
        return Long.SIZE - Long.numberOfLeadingZeros((sizeBytes - 1) / GRANULE);
    }

    /// The largest block that may start at `offset` and ends at or before `end`.
    static int largestAt(long offset, long end) {
        int floor = floor(end - offset);
        return offset == 0 ? floor : Math.min(floor, Long.numberOfTrailingZeros(offset / GRANULE));
    }
}
