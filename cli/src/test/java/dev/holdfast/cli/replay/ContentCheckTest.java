package dev.holdfast.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.trace.Trace;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A content that is right passes, and each kind of wrong word is told apart.
class ContentCheckTest {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final long SIZE = 5000 * 8 + 3;

    private final Trace trace =
            new SmallTrace().buffer("mine", SIZE).buffer("other", SIZE).op("o", "", "mine").build();
    private final WordPattern pattern = WordPattern.of(2, 9);
    private final ContentCheck check =
            new ContentCheck(
                    new WordJudge(trace, pattern), WordPattern.ramp(ContentCheck.TILE_WORDS), SIZE);
    private final long identity = pattern.identity(0, 5);
    private final MemorySegment bytes = MemorySegment.ofArray(new byte[(int) SIZE]);

    private WordCount checked() {
        return check.check(new Content.OfMapping(bytes), 0, identity);
    }

    private void fill() {
        check.fill(new Content.OfMapping(bytes), identity);
    }

    private void poke(long index, long word) {
        fill();
        bytes.set(WORD, index * Long.BYTES, word);
    }

    @Test
    void whatWasFilledIsRightToTheLastByte() {
        fill();

        WordCount count = checked();

        assertTrue(count.isRight());
        assertEquals(SIZE, count.bytes());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2047, 2048, 4999})
    void anOlderWordIsStaleWhereverItIs(long index) {
        poke(index, pattern.word(pattern.identity(0, 4), index));

        WordCount count = checked();

        assertEquals(1, count.stale());
        assertEquals(0, count.foreign() + count.garbage());
        assertTrue(count.firstWrong().contains("word " + index), count.firstWrong());
        assertTrue(count.firstWrong().contains("version 5 expected"), count.firstWrong());
        assertTrue(count.firstWrong().contains("version 4 of"), count.firstWrong());
    }

    @Test
    void zerosAreTheVersionBeforeTheFirst() {
        poke(77, 0);

        assertEquals(1, checked().stale());
    }

    @Test
    void anotherBuffersWordIsForeign() {
        poke(77, pattern.word(pattern.identity(1, 5), 3));

        WordCount count = checked();

        assertEquals(1, count.foreign());
        assertEquals(0, count.stale() + count.garbage());
        assertTrue(count.firstWrong().contains("\"other\""), count.firstWrong());
    }

    @Test
    void aDamagedWordIsGarbageAndSoIsARightOneInTheWrongPlace() {
        poke(77, pattern.word(identity, 77) ^ 0x100);
        assertEquals(1, checked().garbage());

        poke(77, pattern.word(identity, 78));
        assertEquals(1, checked().garbage());
    }

    @Test
    void theBytesAfterTheLastWordAreCheckedToo() {
        fill();
        bytes.set(
                ValueLayout.JAVA_BYTE,
                SIZE - 1,
                (byte) ~bytes.get(ValueLayout.JAVA_BYTE, SIZE - 1));

        assertEquals(1, checked().garbage());
    }

    @Test
    void contentThatNobodyWroteMustBeZeros() {
        WordCount zeros = check.check(new Content.OfMapping(bytes), 0, WordPattern.ZEROS);
        assertTrue(zeros.isRight());

        fill();
        WordCount older = check.check(new Content.OfMapping(bytes), 0, WordPattern.ZEROS);
        assertFalse(older.isRight());
        assertEquals(5000, older.stale());
    }

    @Test
    void theDigestIsOfWhatIsThere() {
        fill();
        long right = checked().digest();
        poke(77, pattern.word(pattern.identity(0, 4), 77));

        assertNotEquals(right, checked().digest());
        fill();
        assertEquals(right, checked().digest());
    }
}
