package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

final class SettlingSectionTest {
    private final SettableFence first = new SettableFence();
    private final SettableFence second = new SettableFence();
    private final List<String> seen = new ArrayList<>();

    @Test
    void usersAreCalledWhenTheOutermostSectionEnds() {
        first.onSettled(settled -> seen.add("user"));
        first.onSettled(Consequence.of(settled -> seen.add("ours")));
        try (var _ = SettlingSection.enter()) {
            try (var _ = SettlingSection.enter()) {
                first.signal();
            }
            second.signal();
            seen.add("still settling");
        }
        assertEquals(List.of("ours", "still settling", "user"), seen);
    }

    @Test
    void whatOursThrowIsThrownOnceWhenEverythingIsDone() {
        IllegalStateException broken = new IllegalStateException("a bug");
        first.onSettled(
                Consequence.of(settled -> {
                    throw broken;
                }));
        second.onSettled(settled -> seen.add("user"));
        var thrown =
                assertThrows(
                        IllegalStateException.class,
                        () -> {
                            try (var section = SettlingSection.enter()) {
                                assertTrue(first.signal());
                                section.attempt(() -> {
                                    throw broken;
                                });
                                assertTrue(second.signal());
                            }
                        });
        assertSame(broken, thrown);
        assertEquals(List.of("user"), seen);
        SettlingSection.enter().close();
    }

    @Test
    void whatUsersThrowIsCountedByTheOutermostThatCounts() {
        LongAdder outer = new LongAdder();
        LongAdder inner = new LongAdder();
        for (SettableFence each : List.of(first, second)) {
            each.onSettled(settled -> {
                throw new OutOfMemoryError("a user");
            });
        }
        var reported =
                Rudeness.reportedBy(() -> {
                    try (var _ = SettlingSection.enter(outer)) {
                        first.signal();
                        try (var _ = SettlingSection.enter(inner)) {
                            second.signal();
                        }
                    }
                    try (var _ = SettlingSection.enter(inner)) {
                        seen.add("nothing is thrown");
                    }
                });
        assertEquals(2, reported.size());
        assertEquals(2, outer.sum());
        assertEquals(0, inner.sum());
    }

    @Test
    void codeOfOthersThatIsLeftForLaterIsGuardedToo() {
        StackOverflowError deep = new StackOverflowError("a sink");
        var reported =
                Rudeness.reportedBy(() -> {
                    LockMark.set("the test lock");
                    ForeignCode.afterwards(() -> {
                        seen.add("sink");
                        throw deep;
                    });
                    assertEquals(List.of(), seen);
                    LockMark.clear();
                });
        assertEquals(List.of(deep), reported);
        assertEquals(List.of("sink"), seen);
        ForeignCode.afterwards(() -> seen.add("at once"));
        assertEquals(List.of("sink", "at once"), seen);
    }

    @Test
    void wordsOfWhatWasThrownAreForeignToo() {
        assertEquals("java.lang.Error: rude", ForeignCode.words(new Error("rude")));
        var wordless =
                new RuntimeException() {
                    @Override
                    public String toString() {
                        throw new IllegalStateException("no words");
                    }
                };
        assertEquals(wordless.getClass().getName(), ForeignCode.words(wordless));
    }

    @Test
    void endsOnItsOwnThread() throws Exception {
        SettlingSection mine = SettlingSection.enter();
        Threads.start(() -> assertThrows(InvariantError.class, mine::close)).join();
        mine.close();
        assertThrows(InvariantError.class, mine::close);
    }
}
