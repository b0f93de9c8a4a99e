package dev.holdfast.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeapShapeTest {
    private static HeapInfo heap(long sizeBytes, long slabBytes, long alignmentBytes) {
        return new HeapInfo(HeapKind.DEVICE, sizeBytes, 0, true, slabBytes, alignmentBytes);
    }

    @Test
    void withoutSlabsTheWholeHeapIsOne() {
        HeapInfo heap = new HeapInfo(HeapKind.DEVICE, 1000, 0, true);
        assertEquals(1000, heap.slabBytes());
        assertEquals(1, heap.alignmentBytes());
        assertTrue(heap.isArgument(1, 999));
        assertFalse(heap.isArgument(1, 1000));
    }

    @Test
    void anArgumentLiesAlignedInOneSlab() {
        HeapInfo heap = heap(10_240, 4096, 1024);
        assertTrue(heap.isArgument(0, 4096));
        assertTrue(heap.isArgument(5120, 3072));
        assertTrue(heap.isArgument(8192, 2048));
        assertFalse(heap.isArgument(0, 4097));
        assertFalse(heap.isArgument(5120, 3073));
        assertFalse(heap.isArgument(512, 16));
        assertFalse(heap.isArgument(8192, 2049));
    }

    @Test
    void slabsAreNeitherEmptyNorLongerThanTheHeap() {
        assertThrows(IllegalArgumentException.class, () -> heap(1000, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> heap(1000, 1001, 1));
        assertEquals(0, heap(0, 0, 1).slabBytes());
    }

    @Test
    void alignmentIsAPowerOfTwoAndEverySlabHasIt() {
        assertThrows(IllegalArgumentException.class, () -> heap(1000, 1000, 0));
        assertThrows(IllegalArgumentException.class, () -> heap(1000, 1000, 3));
        assertThrows(IllegalArgumentException.class, () -> heap(1000, 1000, Long.MIN_VALUE));
        assertThrows(IllegalArgumentException.class, () -> heap(4096, 1000, 256));
        assertEquals(256, heap(1000, 1000, 256).alignmentBytes());
    }
}
