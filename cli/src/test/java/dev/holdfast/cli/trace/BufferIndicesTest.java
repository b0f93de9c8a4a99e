package dev.holdfast.cli.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class BufferIndicesTest {
    @Test
    void laterChangesOfTheArrayAreNotSeen() {
        int[] indices = {3, 1};
        BufferIndices list = BufferIndices.of(indices);
        BufferIndices prefix = BufferIndices.copyOf(indices, 1);
        indices[0] = 9;

        assertEquals(3, list.at(0));
        assertEquals(BufferIndices.of(3), prefix);
    }

    @Test
    void sortingLeavesTheOrderOfTheListAlone() {
        BufferIndices list = BufferIndices.of(3, 1, 2);

        assertArrayEquals(new int[] {1, 2, 3}, list.sorted());
        assertEquals(BufferIndices.of(3, 1, 2), list);
    }

    @Test
    void listsAreEqualByContentAndOrder() {
        assertEquals(BufferIndices.of(1, 2), BufferIndices.of(1, 2));
        assertNotEquals(BufferIndices.of(1, 2), BufferIndices.of(2, 1));
        assertEquals("[1, 2]", BufferIndices.of(1, 2).toString());
    }

    @Test
    void joiningWithNothingCopiesNothing() {
        BufferIndices list = BufferIndices.of(4);

        assertSame(list, list.plus(BufferIndices.of()));
        assertSame(list, BufferIndices.of().plus(list));
        assertEquals(BufferIndices.of(4, 5), list.plus(BufferIndices.of(5)));
    }

    @Test
    void shiftingAddsToEachIndex() {
        assertEquals(BufferIndices.of(14, 10), BufferIndices.of(4, 0).shiftedBy(10));
    }
}
