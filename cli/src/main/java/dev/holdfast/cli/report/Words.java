package dev.holdfast.cli.report;

import dev.holdfast.device.unit.Bytes;
import java.util.Locale;

/// Numbers as people read them.
final class Words {
    private Words() {}

    /// `1,369`.
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `1,369 operations`, `1 operation`.
    static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /// `245 MiB`.
    static String bytes(long sizeBytes) {
        return Bytes.format(sizeBytes);
    }

    /// `7.29 s`, `46.3 ms`, `840 µs`.
    static String nanos(long nanos) {
        if (nanos >= 1_000_000_000) {
            return digits(nanos / 1e9) + " s";
        }
        if (nanos >= 1_000_000) {
            return digits(nanos / 1e6) + " ms";
        }
        return nanos >= 1000 ? digits(nanos / 1e3) + " µs" : nanos + " ns";
    }

    /// `25 %`.
    static String percent(double share) {
        return digits(share * 100) + " %";
    }

    /// `× 0.83`.
    static String times(double factor) {
        return String.format(Locale.ROOT, "× %.2f", factor);
    }

    private static String digits(double value) {
        String format = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
        String text = String.format(Locale.ROOT, format, value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
