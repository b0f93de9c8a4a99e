package dev.holdfast.cli;

import dev.holdfast.cli.replay.MemorySize;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.device.unit.Bytes;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// From the text of an option to its value, with a line for people where that is not possible.
final class Converters {
    private Converters() {}

    private static <T> T convert(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }

    /// `16KiB`.
    static final class Size implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return Converters.convert(text, Bytes::parse);
        }
    }

    /// `64MiB` or `25%`.
    static final class Amount implements ITypeConverter<MemorySize> {
        @Override
        public MemorySize convert(String text) {
            return Converters.convert(text, MemorySize::parse);
        }
    }

    /// `78.75MB/s`.
    static final class Bandwidth implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return Converters.convert(text, Bandwidth::parse);
        }

        private static long parse(String text) {
            String amount = text.strip();
            if (amount.endsWith("/s")) {
                amount = amount.substring(0, amount.length() - 2);
            }
            long bytes;
            try {
                bytes = Bytes.parse(amount);
            } catch (IllegalArgumentException notASize) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is not a bandwidth: write 78.75MB/s or 12GiB/s",
                        notASize);
            }
            if (bytes == 0) {
                throw new IllegalArgumentException("\"" + text + "\" is no bandwidth at all");
            }
            return bytes;
        }
    }

    /// `2s`, `500ms` or `off`, which is no time at all.
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(us|ms|s|min)");

        @Override
        public Duration convert(String text) {
            return Converters.convert(text, Time::parse);
        }

        private static Duration parse(String text) {
            if (text.equals("off")) {
                return Duration.ZERO;
            }
            Matcher match = FORM.matcher(text);
            long count = match.matches() ? Long.parseLong(match.group(1)) : 0;
            if (count == 0) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is not a time: write 2s, 500ms or off");
            }
            return switch (match.group(2)) {
                case "us" -> Duration.ofNanos(count * 1000);
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                default -> Duration.ofMinutes(count);
            };
        }
    }

    /// `copy-in:fail@5%`.
    static final class Fault implements ITypeConverter<FaultSpec> {
        @Override
        public FaultSpec convert(String text) {
            return Converters.convert(text, FaultSpec::parse);
        }
    }
}
