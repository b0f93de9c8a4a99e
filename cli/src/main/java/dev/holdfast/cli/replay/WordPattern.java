package dev.holdfast.cli.replay;

import java.util.Optional;

/// What the words of a replay look like: each one names its buffer, the version of its content and
/// its own place, so that a word that is found where it does not belong says where it comes from.
///
/// A word is `(identity + index) * SPREAD` modulo 2^64, with its upper half then folded into the
/// lower. The identity has the buffer's number in its top bits, the version below and zeros where
/// the index goes. `SPREAD` is odd and folding is its own inverse, so both can be undone; and
/// whichever bit of a word is damaged, what comes out then is far from anything sound. Before it is
/// folded a word is the first one of its tile plus a fixed ramp, so that checking costs a shift, an
/// addition and a comparison a word. Zero stands for content that nobody has written: numbers and
/// versions count from one.
///
/// @param buffers how many buffers there are
/// @param versionBits how many bits a version has; later versions wrap around, skipping zero
/// @param indexBits how many bits an index has
public record WordPattern(int buffers, int versionBits, int indexBits) {
    /// The identity of content that nobody has written.
    static final long ZEROS = 0;

    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final long UNSPREAD = inverse(SPREAD);
    private static final int MAX_VERSION_BITS = 20;

    /// Checks that everything finds room in a word.
    public WordPattern {
        int numberBits = bits(buffers);
        if (buffers < 1 || versionBits < 1 || numberBits + versionBits + indexBits != Long.SIZE) {
            throw new IllegalArgumentException(
                    "a word has no room for %d buffers, %d bits of version, %d of index"
                            .formatted(buffers, versionBits, indexBits));
        }
    }

    /// The pattern for so many buffers with at most so many versions each.
    static WordPattern of(int buffers, long versions) {
        int versionBits = Math.min(MAX_VERSION_BITS, bits(Math.max(1, versions)));
        return new WordPattern(buffers, versionBits, Long.SIZE - bits(buffers) - versionBits);
    }

    /// The identity of the `version`-th content, counted from one, of that buffer.
    long identity(int buffer, long version) {
        long shown = 1 + (version - 1) % ((1L << versionBits) - 1);
        return ((buffer + 1L) << (versionBits + indexBits)) | (shown << indexBits);
    }

    /// The word at that place of the content with that identity.
    long word(long identity, long index) {
        return identity == ZEROS ? 0 : fold(first(identity, index));
    }

    /// Where a word comes from, if it can be one that a replay has written.
    Optional<Origin> origin(long word) {
        long plain = fold(word) * UNSPREAD;
        long number = plain >>> (versionBits + indexBits);
        long version = (plain >>> indexBits) & ((1L << versionBits) - 1);
        if (number < 1 || number > buffers || version == 0) {
            return Optional.empty();
        }
        long index = plain & ((1L << indexBits) - 1);
        return Optional.of(new Origin((int) number - 1, version, index));
    }

    /// The version that an identity shows.
    long version(long identity) {
        return (identity >>> indexBits) & ((1L << versionBits) - 1);
    }

    /// Folds the upper half of a word into the lower, or takes it out again.
    static long fold(long word) {
        return word ^ (word >>> 32);
    }

    /// What a run of words starts with, before it is folded.
    static long first(long identity, long index) {
        return (identity + index) * SPREAD;
    }

    /// What is added to the first word of a run to get the others, before they are folded.
    static long[] ramp(int words) {
        long[] ramp = new long[words];
        for (int i = 0; i < words; i++) {
            ramp[i] = i * SPREAD;
        }
        return ramp;
    }

    private static int bits(long count) {
        return Long.SIZE - Long.numberOfLeadingZeros(count);
    }

    /// Newton's iteration: each step doubles the number of bits that are right.
    private static long inverse(long odd) {
        long inverse = odd;
        for (int rightBits = 3; rightBits < Long.SIZE; rightBits *= 2) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    /// Where a word was written.
    ///
    /// @param buffer the buffer's index in the trace
    /// @param version of its content
    /// @param index the word's place in it
    record Origin(int buffer, long version, long index) {}
}
