package dev.holdfast.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordPatternTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 0", "1429, 7, 3, 1", "200000, 900, 899, 268435455", "16777215, 9, 9, 7"})
    void aWordTellsWhereItWasWritten(int buffers, long versions, long version, long index) {
        WordPattern pattern = WordPattern.of(buffers, versions);

        long word = pattern.word(pattern.identity(buffers - 1, version), index);

        assertEquals(
                Optional.of(new WordPattern.Origin(buffers - 1, version, index)),
                pattern.origin(word));
    }

    @Test
    void noTwoWordsAreAlikeAndNoneIsZero() {
        WordPattern pattern = WordPattern.of(5, 5);
        Set<Long> words = new HashSet<>();
        for (int buffer = 0; buffer < 5; buffer++) {
            for (int version = 1; version <= 5; version++) {
                for (long index = 0; index < 1000; index++) {
                    long word = pattern.word(pattern.identity(buffer, version), index);
                    assertNotEquals(0, word);
                    assertTrue(words.add(word));
                }
            }
        }
    }

    @Test
    void theRampGivesTheWordsOfATile() {
        WordPattern pattern = WordPattern.of(9, 9);
        long identity = pattern.identity(4, 2);
        long[] ramp = WordPattern.ramp(64);

        for (int i = 0; i < ramp.length; i++) {
            assertEquals(
                    pattern.word(identity, 1000 + i),
                    WordPattern.fold(WordPattern.first(identity, 1000) + ramp[i]));
        }
    }

    @Test
    void zeroAndDamagedWordsComeFromNowhere() {
        WordPattern pattern = WordPattern.of(1429, 16);
        long word = pattern.word(pattern.identity(7, 3), 12);

        assertEquals(Optional.empty(), pattern.origin(0));
        int plausible = 0;
        for (int bit = 0; bit < Long.SIZE; bit++) {
            Optional<WordPattern.Origin> origin = pattern.origin(word ^ (1L << bit));
            plausible += origin.isPresent() && origin.get().index() < 1_000_000 ? 1 : 0;
        }
        assertEquals(0, plausible);
    }

    @Test
    void versionsWrapAroundButAreNeverZero() {
        WordPattern pattern = WordPattern.of(3, Long.MAX_VALUE / 2);
        long last = (1L << pattern.versionBits()) - 1;

        assertEquals(last, pattern.version(pattern.identity(0, last)));
        assertEquals(1, pattern.version(pattern.identity(0, last + 1)));
        assertThrows(IllegalArgumentException.class, () -> new WordPattern(3, 60, 60));
    }
}
