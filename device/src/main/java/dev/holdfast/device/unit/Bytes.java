package dev.holdfast.device.unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Arithmetic on byte counts that throws [ArithmeticException] instead of wrapping, and their text
/// form. Binary units (`KiB`) are powers of 1024, decimal ones (`kB`) powers of 1000.
public final class Bytes {
    private static final Pattern TEXT =
            Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([kKMGT]i?B|B|)");
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Bytes() {}

    /// `count` KiB as bytes.
    public static long kibi(long count) {
        return Math.multiplyExact(count, 1L << 10);
    }

    /// `count` MiB as bytes.
    public static long mebi(long count) {
        return Math.multiplyExact(count, 1L << 20);
    }

    /// `count` GiB as bytes.
    public static long gibi(long count) {
        return Math.multiplyExact(count, 1L << 30);
    }

    /// The sum; throws instead of wrapping.
    public static long sum(long first, long second) {
        return Math.addExact(first, second);
    }

    /// `offset + sizeBytes`, after checking that both are non-negative.
    public static long end(long offset, long sizeBytes) {
        if (offset < 0 || sizeBytes < 0) {
            throw new IllegalArgumentException(
                    "negative range: offset " + offset + ", size " + sizeBytes);
        }
        return Math.addExact(offset, sizeBytes);
    }

    /// The smallest multiple of `granule` (a power of two) that is at least `sizeBytes`.
    public static long roundUp(long sizeBytes, long granule) {
        checkPowerOfTwo(granule);
        return Math.addExact(sizeBytes, granule - 1) & -granule;
    }

    /// The largest multiple of `granule` (a power of two) that is at most `sizeBytes`.
    public static long roundDown(long sizeBytes, long granule) {
        checkPowerOfTwo(granule);
        return sizeBytes & -granule;
    }

    /// Parses `4096`, `64KiB`, `1.5GiB`, `250MB`; throws [IllegalArgumentException] with a line a
    /// person can act on for anything else, negative and overflowing sizes included.
    public static long parse(String text) {
        Matcher match = TEXT.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a size: write 4096, 64KiB, 1.5GiB or 250MB");
        }
        BigDecimal bytes = new BigDecimal(match.group(1)).multiply(factor(match.group(2)));
        BigDecimal whole = bytes.setScale(0, RoundingMode.DOWN);
        if (whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("\"" + text + "\" is larger than 8 EiB");
        }
        return whole.longValueExact();
    }

    /// `268435456` as `256 MiB`, `1500` as `1.46 KiB`: three significant digits.
    public static String format(long sizeBytes) {
        double value = sizeBytes;
        int unit = 0;
        // 1023.5 and more would be printed as 1024
        while (Math.abs(value) >= (unit == 0 ? 1024 : 1023.5) && unit < BINARY.length - 1) {
            value /= 1024;
            unit++;
        }
        if (unit == 0) {
            return sizeBytes + " B";
        }
        String digits = Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
        String text = String.format(Locale.ROOT, digits, value);
        return (text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text) + " " + BINARY[unit];
    }

    private static BigDecimal factor(String unit) {
        if (unit.isEmpty() || unit.equals("B")) {
            return BigDecimal.ONE;
        }
        int power = "kmgt".indexOf(Character.toLowerCase(unit.charAt(0))) + 1;
        return BigDecimal.valueOf(unit.contains("i") ? 1024 : 1000).pow(power);
    }

    private static void checkPowerOfTwo(long granule) {
        if (granule <= 0 || (granule & (granule - 1)) != 0) {
            throw new IllegalArgumentException("granule " + granule + " is not a power of two");
        }
    }
}
