package dev.holdfast.cli.replay;

import dev.holdfast.device.unit.Bytes;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An amount of memory as people give it: in bytes, or as a share of something.
public sealed interface MemorySize {
    /// All of it.
    MemorySize ALL = new Share("100%", 1);

    /// The amount, where the whole is `wholeBytes`.
    long ofBytes(long wholeBytes);

    /// The text that a person would give for it.
    String text();

    /// So many bytes.
    record Absolute(String text, long sizeBytes) implements MemorySize {
        @Override
        public long ofBytes(long wholeBytes) {
            return sizeBytes;
        }
    }

    /// A part of the whole, or a multiple of it.
    record Share(String text, double fraction) implements MemorySize {
        @Override
        public long ofBytes(long wholeBytes) {
            return (long) Math.ceil(wholeBytes * fraction);
        }
    }

    /// Parses `64MiB` or `25%`; throws [IllegalArgumentException] with a line for people.
    static MemorySize parse(String text) {
        Matcher percent = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,9})?)%").matcher(text.strip());
        if (percent.matches()) {
            double fraction = new BigDecimal(percent.group(1)).doubleValue() / 100;
            return new Share(text.strip(), fraction);
        }
        try {
            return new Absolute(text.strip(), Bytes.parse(text));
        } catch (IllegalArgumentException notASize) {
            throw new IllegalArgumentException(
                    notASize.getMessage() + (text.contains("%") ? "; or 25%" : ", or 25%"),
                    notASize);
        }
    }
}
