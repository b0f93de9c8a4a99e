package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrampolineTest {
    private final SettableFence first = new SettableFence();
    private final SettableFence second = new SettableFence();
    private final List<String> seen = new ArrayList<>();

    @Test
    void whatACallbackSettlesComesAfterTheRestAndHasSettledAtOnce() {
        second.onSettled(settled -> seen.add("second"));
        first.onSettled(settled -> {
            assertTrue(second.signal());
            assertTrue(second.isSettled());
            seen.add("first, 1");
        });
        first.onSettled(settled -> seen.add("first, 2"));
        first.signal();
        assertEquals(List.of("first, 1", "first, 2", "second"), seen);
    }

    @Test
    void callbacksRunInsideASectionThatEndsWithThem() {
        first.onSettled(settled -> seen.add(String.valueOf(SignallingSection.isActive())));
        first.signal();
        assertEquals(List.of("true"), seen);
        assertFalse(SignallingSection.isActive());
    }

    @Test
    void oneThatThrowsDoesNotTakeTheRestWithIt() {
        IllegalStateException one = new IllegalStateException("one");
        AssertionError two = new AssertionError("two");
        first.onSettled(settled -> {
            second.signal();
            throw one;
        });
        first.onSettled(settled -> seen.add("first"));
        second.onSettled(settled -> {
            throw two;
        });
        second.onSettled(settled -> {
            throw one;
        });
        second.onSettled(settled -> seen.add("second"));
        var thrown = assertThrows(IllegalStateException.class, first::signal);
        assertSame(one, thrown);
        assertArrayEquals(new Throwable[] {two}, thrown.getSuppressed());
        assertEquals(List.of("first", "second"), seen);
        assertFalse(SignallingSection.isActive());
    }

    @Test
    void afterAThrowTheThreadDeliversAsBefore() {
        first.onSettled(settled -> {
            throw new IllegalStateException("once");
        });
        assertThrows(IllegalStateException.class, first::signal);
        second.onSettled(settled -> seen.add("second"));
        assertTrue(second.signal());
        assertEquals(List.of("second"), seen);
    }
}
