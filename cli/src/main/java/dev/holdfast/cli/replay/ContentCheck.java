package dev.holdfast.cli.replay;

/// Checks and makes the content of buffers, a tile of words at a time.
///
/// A tile is compared in one pass that any compiler can vectorize: differences are OR-ed, and sum
/// and fold of what is really there are taken for the digest. Only a tile with a difference is
/// looked at word by word. The bytes after the last whole word are the first bytes of one more.
///
/// Belongs to one thread at a time; holds the tile.
final class ContentCheck {
    /// Two tiles, the words and the ramp, fit into the first cache of any core.
    static final int TILE_WORDS = 2048;

    private final WordJudge judge;
    private final long[] ramp;
    private final long[] tile;

    /// @param ramp what [WordPattern#ramp] gave for a whole tile; shared, and only read
    /// @param largestBytes the largest content that is to be checked
    ContentCheck(WordJudge judge, long[] ramp, long largestBytes) {
        this.judge = judge;
        this.ramp = ramp;
        this.tile = new long[Math.clamp(largestBytes / Long.BYTES, 1, TILE_WORDS)];
    }

    /// Checks that `content` is that of this identity.
    WordCount check(Content content, int buffer, long identity) {
        WordCount count = new WordCount();
        long words = content.sizeBytes() / Long.BYTES;
        for (long index = 0; index < words; ) {
            int length = (int) Math.min(tile.length, words - index);
            content.read(index * Long.BYTES, tile, length);
            checkTile(count, buffer, identity, index, length);
            index += length;
        }
        int tail = (int) (content.sizeBytes() % Long.BYTES);
        if (tail > 0) {
            byte[] bytes = new byte[tail];
            content.read(words * Long.BYTES, bytes);
            checkTail(count, buffer, identity, words, bytes);
        }
        return count;
    }

    /// Writes the content of this identity.
    void fill(Content content, long identity) {
        long words = content.sizeBytes() / Long.BYTES;
        for (long index = 0; index < words; ) {
            int length = (int) Math.min(tile.length, words - index);
            long first = WordPattern.first(identity, index);
            for (int i = 0; i < length; i++) {
                tile[i] = WordPattern.fold(first + ramp[i]);
            }
            content.write(index * Long.BYTES, tile, length);
            index += length;
        }
        int tail = (int) (content.sizeBytes() % Long.BYTES);
        if (tail > 0) {
            content.write(words * Long.BYTES, bytes(judge.pattern().word(identity, words), tail));
        }
    }

    private void checkTile(WordCount count, int buffer, long identity, long index, int length) {
        boolean zeros = identity == WordPattern.ZEROS;
        long first = zeros ? 0 : WordPattern.first(identity, index);
        long different = zeros ? compareZeros(count, length) : compare(count, first, length);
        if (different == 0) {
            return;
        }
        for (int i = 0; i < length; i++) {
            if (tile[i] != (zeros ? 0 : WordPattern.fold(first + ramp[i]))) {
                count.wrong(judge.judge(buffer, identity, tile[i]));
                count.explain(judge.describe(buffer, identity, index + i, tile[i]));
            }
        }
    }

    private long compare(WordCount count, long first, int length) {
        long different = 0;
        long sum = 0;
        long fold = 0;
        for (int i = 0; i < length; i++) {
            long word = tile[i];
            different |= WordPattern.fold(word) ^ (first + ramp[i]);
            sum += word;
            fold ^= word;
        }
        count.seen((long) length * Long.BYTES, sum, fold);
        return different;
    }

    private long compareZeros(WordCount count, int length) {
        long different = 0;
        long sum = 0;
        long fold = 0;
        for (int i = 0; i < length; i++) {
            long word = tile[i];
            different |= word;
            sum += word;
            fold ^= word;
        }
        count.seen((long) length * Long.BYTES, sum, fold);
        return different;
    }

    private void checkTail(WordCount count, int buffer, long identity, long index, byte[] bytes) {
        long found = 0;
        for (int i = 0; i < bytes.length; i++) {
            found |= (bytes[i] & 0xFFL) << (i * Byte.SIZE);
        }
        count.seen(bytes.length, found, bytes.length);
        long mask = -1L >>> (Long.SIZE - bytes.length * Byte.SIZE);
        long expected = judge.pattern().word(identity, index) & mask;
        if (found != expected) {
            // too few bytes to tell whose they are
            count.wrong(found == 0 ? WordFault.STALE : WordFault.GARBAGE);
            count.explain(judge.describe(buffer, identity, index, found));
        }
    }

    private static byte[] bytes(long word, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (word >>> (i * Byte.SIZE));
        }
        return bytes;
    }
}
