package dev.holdfast.device.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.testing.Threads;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Distinct granules, counted once each.
final class TouchMapTest {
    private static final int GRANULE = 1 << TouchMap.GRANULE_SHIFT;

    @Test
    void aByteIsAGranule() {
        TouchMap map = new TouchMap(10 * GRANULE);
        map.touch(GRANULE - 1, 2);
        assertEquals(2 * GRANULE, map.touchedBytes());
        map.touch(0, 1);
        assertEquals(2 * GRANULE, map.touchedBytes());
    }

    @Test
    void aHeapThatEndsInAGranuleIsNeverExceeded() {
        TouchMap map = new TouchMap(GRANULE + 1);
        map.touch(GRANULE, 1);
        map.touch(0, GRANULE + 1);
        assertEquals(GRANULE + 1, map.touchedBytes());
    }

    @Test
    void aRangeAcrossChunksIsWhole() {
        TouchMap map = new TouchMap(1L << 40);
        map.touch((3L << 30) - GRANULE, 2L * GRANULE + (1L << 30));
        assertEquals(2L * GRANULE + (1L << 30), map.touchedBytes());
        map.touch((1L << 40) - 1, 1);
        assertEquals(3L * GRANULE + (1L << 30), map.touchedBytes());
    }

    @Test
    void randomRangesAgreeWithABitSet() {
        int granules = 1000;
        TouchMap map = new TouchMap((long) granules * GRANULE);
        BitSet model = new BitSet();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 2000 && model.cardinality() < granules; i++) {
            long from = random.nextLong((long) granules * GRANULE - 1);
            long longest = Math.min(300L * GRANULE, (long) granules * GRANULE - from);
            long length = i % 3 == 0 ? random.nextLong(longest) + 1 : Math.min(longest, 100);
            map.touch(from, length);
            model.set((int) (from / GRANULE), (int) ((from + length - 1) / GRANULE) + 1);
            assertEquals((long) model.cardinality() * GRANULE, map.touchedBytes());
        }
    }

    @Test
    void threadsCountEachGranuleOnce() throws Exception {
        int granules = 1 << 14;
        TouchMap map = new TouchMap((long) granules * GRANULE);
        List<Threads.Started> started = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            started.add(
                    Threads.start(() -> {
                        for (long at = 0; at < granules; at++) {
                            map.touch(at * GRANULE, 1);
                        }
                    }));
        }
        for (Threads.Started thread : started) {
            thread.join();
        }
        assertEquals((long) granules * GRANULE, map.touchedBytes());
    }
}
