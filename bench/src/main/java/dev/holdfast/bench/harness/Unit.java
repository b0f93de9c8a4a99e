package dev.holdfast.bench.harness;

import java.util.Locale;

/// What a figure counts, and how it is written.
public enum Unit {
    /// One figure by another.
    RATIO,
    /// Nanoseconds, written in longer units where that is shorter.
    NANOS,
    /// Bytes of heap.
    BYTES,
    /// So many a second.
    PER_SECOND,
    /// Bytes a second.
    GIGABYTES_PER_SECOND;

    /// `value` for people.
    public String format(double value) {
        return switch (this) {
            case RATIO -> String.format(Locale.ROOT, "%.3f", value);
            case NANOS -> nanos(value);
            case BYTES -> String.format(Locale.ROOT, "%.0f B", value);
            case PER_SECOND -> String.format(Locale.ROOT, "%.0f k/s", value / 1_000);
            case GIGABYTES_PER_SECOND -> String.format(Locale.ROOT, "%.2f GB/s", value / 1e9);
        };
    }

    private static String nanos(double value) {
        if (value < 1_000) {
            return String.format(Locale.ROOT, "%.0f ns", value);
        }
        return value < 1e6
                ? String.format(Locale.ROOT, "%.2f µs", value / 1_000)
                : String.format(Locale.ROOT, "%.2f ms", value / 1e6);
    }
}
