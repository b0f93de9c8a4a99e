package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
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
    void oneOfOursThatThrowsDoesNotTakeTheRestWithIt() {
        IllegalStateException one = new IllegalStateException("one");
        AssertionError two = new AssertionError("two");
        first.onSettled(
                ours(() -> {
                    second.signal();
                    throw one;
                }));
        first.onSettled(settled -> seen.add("first"));
        second.onSettled(
                ours(() -> {
                    throw two;
                }));
        second.onSettled(
                ours(() -> {
                    throw one;
                }));
        second.onSettled(settled -> seen.add("second"));
        var thrown = assertThrows(IllegalStateException.class, first::signal);
        assertSame(one, thrown);
        assertArrayEquals(new Throwable[] {two}, thrown.getSuppressed());
        assertEquals(List.of("first", "second"), seen);
        assertFalse(SignallingSection.isActive());
        assertTrue(new SettableFence().signal(), "told once");
    }

    private static Consequence ours(Runnable step) {
        return settled -> step.run();
    }

    @Test
    void whatAUsersCallbackThrowsIsReportedAndGoesNoFurther() {
        for (Throwable each : Rudeness.all()) {
            SettableFence fence = new SettableFence();
            fence.onSettled(settled -> Rudeness.raise(each));
            fence.onSettled(settled -> seen.add("next"));
            assertEquals(List.of(each), Rudeness.reportedBy(() -> assertTrue(fence.signal())));
        }
        assertEquals(Collections.nCopies(Rudeness.all().size(), "next"), seen);
        assertFalse(SignallingSection.isActive());
    }

    @Test
    void aHandlerThatThrowsHarmsNobody() {
        first.onSettled(settled -> {
            throw new IllegalStateException("a user");
        });
        first.onSettled(settled -> seen.add("next"));
        Thread self = Thread.currentThread();
        self.setUncaughtExceptionHandler((thread, thrown) -> {
            throw new StackOverflowError("in the handler");
        });
        try {
            assertTrue(first.signal());
        } finally {
            self.setUncaughtExceptionHandler(null);
        }
        assertEquals(List.of("next"), seen);
    }

    @Test
    void callbacksOfUsersRunOnceAllOfOursHave() {
        first.onSettled(settled -> seen.add("user, first"));
        first.onSettled(
                ours(() -> {
                    seen.add("ours, first");
                    second.signal();
                }));
        second.onSettled(settled -> seen.add("user, second"));
        second.onSettled(ours(() -> seen.add("ours, second")));
        first.signal();
        assertEquals(List.of("ours, first", "ours, second", "user, first", "user, second"), seen);
    }

    @Test
    void whatAUsersCallbackSettlesHasItsConsequencesBeforeTheNextUser() {
        first.onSettled(settled -> {
            seen.add("user, 1");
            second.signal();
        });
        first.onSettled(settled -> seen.add("user, 2"));
        second.onSettled(ours(() -> seen.add("ours")));
        first.signal();
        assertEquals(List.of("user, 1", "ours", "user, 2"), seen);
    }

    @Test
    void afterAThrowTheThreadDeliversAsBefore() {
        first.onSettled(
                ours(() -> {
                    throw new IllegalStateException("once");
                }));
        assertThrows(IllegalStateException.class, first::signal);
        second.onSettled(settled -> seen.add("second"));
        assertTrue(second.signal());
        assertEquals(List.of("second"), seen);
    }
}
