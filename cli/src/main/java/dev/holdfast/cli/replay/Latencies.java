package dev.holdfast.cli.replay;

import java.util.Arrays;
import java.util.OptionalLong;

/// How long calls took; belongs to the thread that makes them.
final class Latencies {
    private long[] nanos = new long[1024];
    private int size;

    void add(long tookNanos) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = tookNanos;
    }

    /// The latency that this share of the calls did not exceed, if there were any.
    OptionalLong percentile(double share) {
        if (size == 0) {
            return OptionalLong.empty();
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return OptionalLong.of(sorted[Math.clamp((int) Math.ceil(size * share) - 1, 0, size - 1)]);
    }
}
