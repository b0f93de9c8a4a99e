package dev.holdfast.soak.play;

import dev.holdfast.soak.content.Contents;
import java.util.SplittableRandom;

/// A part of an object that is to be written: whole words, and to the last byte if to the end.
///
/// @param from its first byte
/// @param to the byte after its last
record Part(long from, long to) {
    /// More pieces than this are one that is written as a whole.
    private static final int MOST_SPANS = 6;

    static Part draw(SplittableRandom random, Contents contents) {
        long words = contents.words();
        if (contents.spans().size() >= MOST_SPANS || words < 2) {
            return new Part(0, contents.sizeBytes());
        }
        long first = random.nextLong(words);
        long count = random.nextLong(1, words - first + 1);
        long end = Math.min((first + count) * Long.BYTES, contents.sizeBytes());
        return new Part(first * Long.BYTES, end);
    }
}
