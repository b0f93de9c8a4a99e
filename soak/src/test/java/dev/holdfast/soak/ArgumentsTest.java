package dev.holdfast.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static SoakOptions options(String... words) {
        return Arguments.of(List.of(words)).options();
    }

    @Test
    void rudeNeedsNoValueAndStaysWhateverFollows() {
        SoakOptions options =
                options(
                        "--rude",
                        "--minutes",
                        "0.5",
                        "--threads",
                        "3",
                        "--device",
                        "soft-flat",
                        "--faults",
                        "2%",
                        "--seed",
                        "7",
                        "--device-memory",
                        "1MiB",
                        "--host-memory",
                        "2MiB",
                        "--moves",
                        "9");

        assertTrue(options.rude());
        assertEquals("soft-flat", options.device());
        assertEquals(3, options.threads());
        assertEquals(Optional.of("2%"), options.faults());
        assertEquals(7, options.seed());
        assertEquals(9, options.mostMoves());
    }

    @Test
    void rudeMayBeLast() {
        assertTrue(options("--seed", "7", "--rude").rude());
    }

    @Test
    void nobodyIsRudeUnlessAsked() {
        assertFalse(options("--seed", "7").rude());
    }
}
