package dev.holdfast.device.unit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Which granules of a heap have ever been touched by a command: one bit each, set once, in chunks
/// that exist once something in them was touched. Marking what is marked already costs one read for
/// each 256 KiB.
public final class TouchMap {
    /// The unit of the count.
    public static final int GRANULE_SHIFT = 12;

    private static final int WORD_SHIFT = GRANULE_SHIFT + 6;
    private static final int CHUNK_SHIFT = 30;
    private static final int CHUNK_WORDS = 1 << (CHUNK_SHIFT - WORD_SHIFT);

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long sizeBytes;
    private final AtomicReferenceArray<long @Nullable []> chunks;
    private final AtomicLong granules = new AtomicLong();

    /// A map of a heap of `sizeBytes`.
    public TouchMap(long sizeBytes) {
        this.sizeBytes = sizeBytes;
        this.chunks = new AtomicReferenceArray<>(Math.toIntExact((sizeBytes >>> CHUNK_SHIFT) + 1));
    }

    /// Marks the granules of a range that is not empty.
    public void touch(long offset, long length) {
        long last = offset + length - 1;
        long firstWord = offset >>> WORD_SHIFT;
        long lastWord = last >>> WORD_SHIFT;
        for (long word = firstWord; word <= lastWord; word++) {
            long mask = -1L;
            if (word == firstWord) {
                mask &= -1L << (offset >>> GRANULE_SHIFT);
            }
            if (word == lastWord) {
                mask &= -1L >>> (63 - ((last >>> GRANULE_SHIFT) & 63));
            }
            mark(word, mask);
        }
    }

    /// The bytes of all marked granules, at most the heap.
    public long touchedBytes() {
        return Math.min(granules.get() << GRANULE_SHIFT, sizeBytes);
    }

    private void mark(long word, long mask) {
        long[] chunk = chunk((int) (word / CHUNK_WORDS));
        int index = (int) (word % CHUNK_WORDS);
        // a stale read only costs the atomic step below
        if ((chunk[index] & mask) == mask) {
            return;
        }
        long before = (long) WORDS.getAndBitwiseOr(chunk, index, mask);
        int added = Long.bitCount(mask & ~before);
        if (added > 0) {
            granules.addAndGet(added);
        }
    }

    private long[] chunk(int index) {
        long[] chunk = chunks.get(index);
        if (chunk != null) {
            return chunk;
        }
        long[] fresh = new long[CHUNK_WORDS];
        long[] winner = chunks.compareAndExchange(index, null, fresh);
        return winner != null ? winner : fresh;
    }
}
