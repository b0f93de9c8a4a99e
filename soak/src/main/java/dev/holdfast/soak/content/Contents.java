package dev.holdfast.soak.content;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an object must hold, from its first byte to its last.
///
/// @param spans in order, without gaps
public record Contents(List<Span> spans) {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

    /// Takes its own copy.
    public Contents {
        spans = List.copyOf(spans);
    }

    /// The first word that is not as it must be.
    ///
    /// @param index which one
    /// @param expected what it must be
    /// @param found what it is
    public record Wrong(long index, long expected, long found) {}

    /// All of one identity.
    public static Contents of(long sizeBytes, long identity) {
        return new Contents(List.of(new Span(0, sizeBytes, identity)));
    }

    /// How large the object is.
    public long sizeBytes() {
        return spans.getLast().to();
    }

    /// This, with a part that was written since.
    public Contents with(long from, long to, long identity) {
        List<Span> after = new ArrayList<>(spans.size() + 2);
        for (Span span : spans) {
            if (span.from() < from) {
                after.add(span.cut(0, from));
            }
        }
        after.add(new Span(from, to, identity));
        for (Span span : spans) {
            if (span.to() > to) {
                after.add(span.cut(to, span.to()));
            }
        }
        return new Contents(after);
    }

    /// The first so many bytes of this.
    public Contents first(long sizeBytes) {
        return new Contents(
                spans.stream()
                        .filter(span -> span.from() < sizeBytes)
                        .map(span -> span.cut(0, sizeBytes))
                        .toList());
    }

    /// How many words there are, one that is not whole included.
    public long words() {
        return words(sizeBytes());
    }

    /// How many words so many bytes are.
    static long words(long sizeBytes) {
        return (sizeBytes + Long.BYTES - 1) / Long.BYTES;
    }

    /// Compares every byte of `bytes` with this.
    public Optional<Wrong> check(MemorySegment bytes) {
        for (Span span : spans) {
            for (long at = span.from(); at < span.to(); at += Long.BYTES) {
                long index = at / Long.BYTES;
                int length = (int) Math.min(Long.BYTES, span.to() - at);
                long expected = Words.word(span.identity(), index) & mask(length);
                long found = read(bytes, at, length);
                if (found != expected) {
                    return Optional.of(new Wrong(index, expected, found));
                }
            }
        }
        return Optional.empty();
    }

    /// Writes what this says of the bytes between `from` and `to`.
    public void write(MemorySegment bytes, long from, long to) {
        for (Span span : spans) {
            long end = Math.min(span.to(), to);
            for (long at = Math.max(span.from(), from); at < end; at += Long.BYTES) {
                long word = Words.word(span.identity(), at / Long.BYTES);
                int length = (int) Math.min(Long.BYTES, end - at);
                if (length == Long.BYTES) {
                    bytes.set(WORD, at, word);
                } else {
                    for (int i = 0; i < length; i++) {
                        bytes.set(ValueLayout.JAVA_BYTE, at + i, (byte) (word >>> (8 * i)));
                    }
                }
            }
        }
    }

    /// The bits of the lowest `length` bytes.
    static long mask(int length) {
        return -1L >>> (Long.SIZE - Byte.SIZE * length);
    }

    private static long read(MemorySegment bytes, long at, int length) {
        if (length == Long.BYTES) {
            return bytes.get(WORD, at);
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes.get(ValueLayout.JAVA_BYTE, at + i) & 0xFFL) << (8 * i);
        }
        return word;
    }
}
