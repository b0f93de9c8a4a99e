package dev.holdfast.soak.rude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is thrown on purpose is known by its mark, and everything else is a violation.
class UncaughtTest {
    private final Rudeness rudeness = Rudeness.of(1);
    private final List<String> violations = new ArrayList<>();

    private void thrown(Throwable thrown) throws Exception {
        try (var uncaught = Uncaught.listen(rudeness, violations::add)) {
            Thread thread =
                    Thread.ofPlatform()
                            .start(() -> {
                                switch (thrown) {
                                    case RuntimeException exception -> throw exception;
                                    case Error error -> throw error;
                                    default -> throw new IllegalStateException(thrown);
                                }
                            });
            thread.join();
            uncaught.check();
        }
    }

    @Test
    void whatIsThrownOnPurposeIsNoViolation() throws Exception {
        thrown(rudeness.error(Kind.CALLBACK_THREW));

        assertEquals(List.of(), violations);
    }

    @Test
    void whatIsNotIsOne() throws Exception {
        thrown(new IllegalStateException("a bug"));

        assertEquals(1, violations.size());
        assertTrue(violations.getFirst().contains("nobody caught"), violations::toString);
        assertTrue(violations.getFirst().contains("a bug"), violations::toString);
    }

    @Test
    void whatTheManagerHadToCatchIsOne() throws Exception {
        thrown(rudeness.exception(Kind.MOVE_REFUSED));

        assertEquals(1, violations.size());
    }

    @Test
    void noMarkIsAnother() {
        String mark = rudeness.mark(Kind.MAP_THREW);

        assertEquals(
                Optional.of(new Rudeness.Mark(Kind.MAP_THREW, 1)),
                rudeness.markIn("it threw " + mark + "!"));
        assertEquals(Optional.empty(), rudeness.markIn(mark.replace(" 1 ", " 2 ")));
        assertEquals(Optional.empty(), rudeness.markIn(mark.replace("MAP", "UNMAP")));
        assertEquals(Optional.empty(), Rudeness.of(2).markIn(mark));
        assertTrue(Rudeness.isMarked(mark));
    }
}
