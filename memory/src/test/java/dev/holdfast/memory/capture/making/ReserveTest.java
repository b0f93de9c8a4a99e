package dev.holdfast.memory.capture.making;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.memory.object.BufferObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReserveTest {
    private static final long KIB = 1 << 10;
    private static final long LEAST = 4 * KIB;

    private final Reserve reserve = new Reserve(64 * KIB);

    private static BufferObject object(long sizeBytes) {
        return new BufferObject(1, "object", sizeBytes, 1);
    }

    /// The sizes of all pieces that there are, taken in pieces of at most `most`.
    private List<Long> takeAll(long most) {
        List<Long> sizes = new ArrayList<>();
        for (long size = take(most); size > 0; size = take(most)) {
            sizes.add(size);
        }
        return sizes;
    }

    private long take(long most) {
        return reserve.take(most).byteSize();
    }

    @Test
    void nothingIsThereBeforeAnythingWasFlagged() {
        assertEquals(List.of(), takeAll(KIB));
    }

    @Test
    void objectIsCountedOnce() {
        BufferObject object = object(2 * LEAST);
        reserve.setAside(object);
        reserve.setAside(object);
        assertEquals(List.of(2 * LEAST), takeAll(1 << 20));
        reserve.setAside(object);
        assertEquals(List.of(), takeAll(1 << 20), "only once it is asked for again");
        reserve.grow();
        assertEquals(List.of(2 * LEAST), takeAll(1 << 20));
    }

    @Test
    void nothingIsSetAsideForClosedObject() {
        BufferObject object = object(2 * LEAST);
        reserve.setAside(object);
        assertEquals(List.of(2 * LEAST), takeAll(1 << 20));
        reserve.forget(object);
        reserve.grow();
        assertEquals(List.of(), takeAll(1 << 20));
    }

    @Test
    void noMoreIsSetAsideThanCaptureMayRead() {
        reserve.setAside(object(1000 * KIB));
        assertEquals(List.of(64 * KIB), takeAll(1 << 20));
    }

    @Test
    void pieceThatIsShortenedGivesTheRestBack() {
        reserve.setAside(object(LEAST));
        var piece = reserve.take(LEAST);
        assertEquals(KIB, reserve.shorten(piece, KIB).byteSize());
        assertEquals(List.of(3 * KIB), takeAll(1 << 20));
    }

    @Test
    void piecesBeginWhereWordsMay() {
        reserve.setAside(object(LEAST));
        long first = reserve.take(3).address();
        assertEquals(first + 16, reserve.take(3).address());
    }
}
