package dev.holdfast.memory.region;

/// How sizes are put into classes: sixteen to each power of two, so that all ranges of a class are
/// within a sixteenth of each other, and each small multiple of the granule has a class of its own.
///
/// A size is counted in granules; its *order* is the place of its highest bit, and the four bits
/// after that one are its *step*.
final class SizeClass {
    static final int STEP_BITS = 4;
    static final int STEPS = 1 << STEP_BITS;

    /// A long of bytes has at most 55 bits of granules.
    static final int ORDERS = Long.SIZE - 1 - Long.numberOfTrailingZeros(Range.GRANULE);

    private SizeClass() {}

    static int order(long sizeBytes) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(sizeBytes / Range.GRANULE);
    }

    static int step(long sizeBytes, int order) {
        long granules = sizeBytes / Range.GRANULE;
        long shifted =
                order >= STEP_BITS
                        ? granules >>> (order - STEP_BITS)
                        : granules << (STEP_BITS - order);
        return (int) shifted & (STEPS - 1);
    }
}
