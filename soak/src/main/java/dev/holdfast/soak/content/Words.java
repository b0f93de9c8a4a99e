package dev.holdfast.soak.content;

import java.util.Optional;

/// What the words look like: `(identity + index) * SPREAD` modulo 2^64, its upper half folded into
/// the lower. Both can be undone, so that a word found where it does not belong says where it comes
/// from. The identity has an object's number in its top bits, the version below, zeros for the
/// index. Zero stands for what nobody has written: numbers and versions count from one.
///
/// Of what is not a multiple of a word in size, the last bytes are the lowest ones of one more.
public final class Words {
    /// The identity of bytes that nobody has written.
    public static final long ZEROS = 0;

    static final int INDEX_BITS = 26;
    static final int VERSION_BITS = 14;

    /// As many versions are told apart.
    private static final long VERSIONS = (1L << VERSION_BITS) - 1;

    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final long UNSPREAD = inverse();

    private Words() {}

    /// Where a word was written.
    ///
    /// @param number of the object
    /// @param version of its content
    /// @param index of the word
    public record Origin(long number, long version, long index) {}

    /// The identity of the `version`-th content of an object; both count from one.
    public static long identity(long number, long version) {
        long shown = 1 + (version - 1) % VERSIONS;
        return (number << (VERSION_BITS + INDEX_BITS)) | (shown << INDEX_BITS);
    }

    /// The word at a place of what has this identity.
    public static long word(long identity, long index) {
        return identity == ZEROS ? 0 : fold((identity + index) * SPREAD);
    }

    /// Where a word comes from, if it looks like one of ours.
    public static Optional<Origin> origin(long word) {
        long plain = fold(word) * UNSPREAD;
        long number = plain >>> (VERSION_BITS + INDEX_BITS);
        long version = (plain >>> INDEX_BITS) & VERSIONS;
        return number == 0 || version == 0
                ? Optional.empty()
                : Optional.of(new Origin(number, version, plain & ((1L << INDEX_BITS) - 1)));
    }

    private static long fold(long word) {
        return word ^ (word >>> 32);
    }

    /// Newton's iteration: each step doubles the number of bits that are right.
    private static long inverse() {
        long inverse = SPREAD;
        for (int bits = 3; bits < Long.SIZE; bits *= 2) {
            inverse *= 2 - SPREAD * inverse;
        }
        return inverse;
    }
}
