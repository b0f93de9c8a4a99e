package dev.holdfast.soft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/// Which granules of a heap have ever been touched by a command: one bit each, set once. Marking
/// what is marked already costs one read for each 256 KiB.
final class TouchMap {
    /// The unit of the count.
    static final int GRANULE_SHIFT = 12;

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long sizeBytes;
    private final long[] words;
    private final AtomicLong granules = new AtomicLong();

    /// A map of a heap of `sizeBytes`.
    TouchMap(long sizeBytes) {
        this.sizeBytes = sizeBytes;
        this.words = new long[Math.toIntExact((sizeBytes >>> (GRANULE_SHIFT + 6)) + 1)];
    }

    /// Marks the granules of a range that is not empty.
    void touch(long offset, long length) {
        long first = offset >>> GRANULE_SHIFT;
        long last = (offset + length - 1) >>> GRANULE_SHIFT;
        int firstWord = (int) (first >>> 6);
        int lastWord = (int) (last >>> 6);
        long head = -1L << first;
        long tail = -1L >>> (63 - (last & 63));
        if (firstWord == lastWord) {
            mark(firstWord, head & tail);
            return;
        }
        mark(firstWord, head);
        for (int word = firstWord + 1; word < lastWord; word++) {
            mark(word, -1L);
        }
        mark(lastWord, tail);
    }

    /// The bytes of all marked granules, at most the heap.
    long touchedBytes() {
        return Math.min(granules.get() << GRANULE_SHIFT, sizeBytes);
    }

    private void mark(int word, long mask) {
        // a stale read only costs the atomic step below
        if ((words[word] & mask) == mask) {
            return;
        }
        long before = (long) WORDS.getAndBitwiseOr(words, word, mask);
        int added = Long.bitCount(mask & ~before);
        if (added > 0) {
            granules.addAndGet(added);
        }
    }
}
