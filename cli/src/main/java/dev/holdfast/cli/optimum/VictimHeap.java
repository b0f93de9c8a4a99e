package dev.holdfast.cli.optimum;

import java.util.Arrays;

/// The buffers that may make room, with the next victim on top.
///
/// A binary heap of buffer indices that knows where each one stands, so that a buffer about to be
/// used can be taken out in logarithmic time. Larger rank first, then smaller age. No object is
/// created after the constructor.
final class VictimHeap {
    private static final int ABSENT = -1;

    private final int[] heap;
    private final int[] positionOf;
    private final long[] rank;
    private final long[] lastUse;
    private int size;

    VictimHeap(int buffers) {
        heap = new int[buffers];
        positionOf = new int[buffers];
        rank = new long[buffers];
        lastUse = new long[buffers];
        Arrays.fill(positionOf, ABSENT);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// Adds a buffer that is not in the heap.
    void add(int buffer, long newRank, long usedAt) {
        rank[buffer] = newRank;
        lastUse[buffer] = usedAt;
        siftUp(size++, buffer);
    }

    /// Takes out a buffer, if it is there.
    void remove(int buffer) {
        int hole = positionOf[buffer];
        if (hole == ABSENT) {
            return;
        }
        positionOf[buffer] = ABSENT;
        int last = heap[--size];
        if (last != buffer) {
            siftDown(hole, last);
            if (heap[hole] == last) {
                siftUp(hole, last);
            }
        }
    }

    /// {@return the next victim, taken out}
    int poll() {
        int victim = heap[0];
        remove(victim);
        return victim;
    }

    private void siftUp(int start, int buffer) {
        int hole = start;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!goesBefore(buffer, heap[parent])) {
                break;
            }
            place(heap[parent], hole);
            hole = parent;
        }
        place(buffer, hole);
    }

    private void siftDown(int start, int buffer) {
        int hole = start;
        while (true) {
            int child = 2 * hole + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && goesBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!goesBefore(heap[child], buffer)) {
                break;
            }
            place(heap[child], hole);
            hole = child;
        }
        place(buffer, hole);
    }

    private void place(int buffer, int position) {
        heap[position] = buffer;
        positionOf[buffer] = position;
    }

    private boolean goesBefore(int one, int other) {
        return rank[one] != rank[other] ? rank[one] > rank[other] : lastUse[one] < lastUse[other];
    }
}
