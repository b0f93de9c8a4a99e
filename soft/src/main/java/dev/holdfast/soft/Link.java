package dev.holdfast.soft;

/// One direction of the connection between host and device, with a bandwidth of its own. Copies of
/// all queues share it, one after the other.
final class Link {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double nanosPerByte;

    // guarded by this
    private long freeNanos = Long.MIN_VALUE;

    /// A direction of this speed.
    Link(long bytesPerSecond) {
        this.nanosPerByte = NANOS_PER_SECOND / bytesPerSecond;
    }

    /// Takes the link for `sizeBytes` as soon as it is free, but not before `earliestNanos`; the
    /// answer is when the last byte is over.
    synchronized long claim(long earliestNanos, long sizeBytes) {
        long start = Math.max(earliestNanos, freeNanos);
        freeNanos = start + (long) Math.ceil(sizeBytes * nanosPerByte);
        return freeNanos;
    }
}
