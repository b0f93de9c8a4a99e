package dev.holdfast.cli.optimum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class VictimHeapTest {
    private record Entry(int buffer, long rank, long usedAt) {}

    @Test
    void theHighestRankGoesFirstAndOfEqualsTheOldest() {
        VictimHeap heap = new VictimHeap(4);
        heap.add(0, 5, 30);
        heap.add(1, 9, 20);
        heap.add(2, 5, 10);
        heap.add(3, 1, 40);

        assertEquals(1, heap.poll());
        assertEquals(2, heap.poll());
        assertEquals(0, heap.poll());
        assertEquals(3, heap.poll());
        assertTrue(heap.isEmpty());
    }

    @Test
    void removingWhatIsNotThereDoesNothing() {
        VictimHeap heap = new VictimHeap(2);
        heap.add(1, 1, 1);
        heap.remove(0);
        heap.remove(1);
        heap.remove(1);

        assertTrue(heap.isEmpty());
    }

    @Test
    void anyMixOfCallsAgreesWithASortedSet() {
        Random random = new Random(42);
        int buffers = 60;
        VictimHeap heap = new VictimHeap(buffers);
        Entry[] entries = new Entry[buffers];
        TreeSet<Entry> expected =
                new TreeSet<>(
                        Comparator.comparingLong((Entry e) -> -e.rank())
                                .thenComparingLong(Entry::usedAt));
        for (int step = 0; step < 100_000; step++) {
            int buffer = random.nextInt(buffers);
            if (entries[buffer] != null && random.nextBoolean()) {
                heap.remove(buffer);
                expected.remove(entries[buffer]);
                entries[buffer] = null;
            } else if (entries[buffer] == null) {
                entries[buffer] = new Entry(buffer, random.nextInt(20), step);
                heap.add(buffer, entries[buffer].rank(), step);
                expected.add(entries[buffer]);
            } else if (random.nextInt(4) == 0) {
                Entry first = expected.pollFirst();
                assertEquals(first.buffer(), heap.poll());
                entries[first.buffer()] = null;
            }
        }
        while (!expected.isEmpty()) {
            assertEquals(expected.pollFirst().buffer(), heap.poll());
        }
        assertTrue(heap.isEmpty());
    }
}
