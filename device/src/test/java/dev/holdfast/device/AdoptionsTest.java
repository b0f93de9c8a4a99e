package dev.holdfast.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Where adopted memory is, and until when.
class AdoptionsTest {
    private final Adoptions<String> adoptions = new Adoptions<>();
    private final List<HeapRange> released = new ArrayList<>();

    private AdoptedMemory add(String source, long sizeBytes) {
        return adoptions.add(source, sizeBytes, true, released::add);
    }

    @Test
    void eachHasARangeOfItsOwnBehindEveryHeap() {
        AdoptedMemory one = add("one", 1000);
        AdoptedMemory two = add("two", 5_000_000);
        one.release();
        AdoptedMemory three = add("three", 1000);
        assertTrue(AdoptedMemory.isAt(one.range()));
        assertFalse(one.range().overlaps(two.range()) || two.range().overlaps(three.range()));
        assertFalse(one.range().overlaps(three.range()), "no number is used again");
        assertEquals("two", adoptions.at(two.range().end() - 1).source());
        assertEquals(
                999, adoptions.at(three.range().offset() + 999).within(three.range().end() - 1));
        assertEquals(1, adoptions.at(two.range().end() - 1).run(two.range().end() - 1));
    }

    @Test
    void onlyWhatLiesWithinOneIsFound() {
        AdoptedMemory memory = add("one", 1000);
        HeapRange range = memory.range();
        assertTrue(adoptions.find(range.slice(10, 990)).isPresent());
        assertEquals(Optional.empty(), adoptions.find(new HeapRange(0, range.offset(), 1001)));
        assertEquals(Optional.empty(), adoptions.find(new HeapRange(0, 0, 10)));
        assertEquals(Optional.empty(), adoptions.find(new HeapRange(1, range.offset(), 10)));
        assertThrows(IllegalArgumentException.class, () -> adoptions.at(range.end()));
        assertThrows(IllegalArgumentException.class, () -> add("none", 0));
    }

    /// Breaks if it is let go twice, or found while it is.
    @Test
    void whatIsLetGoIsFoundNoMoreAndLetGoOnce() {
        AdoptedMemory memory = add("one", 1000);
        assertTrue(adoptions.has(memory));
        assertTrue(memory.claim());
        memory.close();
        assertEquals(List.of(), released, "somebody has claimed it");
        memory.release();
        assertTrue(memory.released().isSettled());
        memory.release();
        assertFalse(adoptions.has(memory));
        assertEquals(Optional.empty(), adoptions.find(memory.range()));
        assertEquals(List.of(memory.range()), released);
        adoptions.close();
        assertEquals(1, released.size());
    }

    @Test
    void closingLetsGoOfWhatIsLeft() {
        AdoptedMemory claimed = add("one", 1000);
        assertTrue(claimed.claim());
        AdoptedMemory free = add("two", 1000);
        free.close();
        assertFalse(free.claim());
        adoptions.close();
        assertEquals(List.of(free.range(), claimed.range()), released);
        assertThrows(IllegalStateException.class, () -> add("late", 1));
    }

    @Test
    void theReleaseThatThrowsIsOver() {
        AdoptedMemory memory =
                adoptions.add(
                        "one",
                        1,
                        false,
                        range -> {
                            throw new IllegalStateException("the driver");
                        });
        assertFalse(memory.isWritable());
        assertThrows(IllegalStateException.class, memory::release);
        assertTrue(memory.released().isSettled());
        memory.release();
    }
}
