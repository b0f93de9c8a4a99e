package dev.holdfast.device.contract;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Contents that can be told apart.
final class Pattern {
    private Pattern() {}

    /// Word i holds i.
    static long[] counting(long sizeBytes) {
        long[] words = new long[Math.toIntExact(sizeBytes / Long.BYTES)];
        Arrays.setAll(words, i -> i);
        return words;
    }

    /// Word i holds the complement of i.
    static long[] complement(long sizeBytes) {
        long[] words = new long[Math.toIntExact(sizeBytes / Long.BYTES)];
        Arrays.setAll(words, i -> ~(long) i);
        return words;
    }

    /// Bytes drawn by `seed`.
    static byte[] random(long seed, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    /// `count` bytes of one value.
    static byte[] of(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
