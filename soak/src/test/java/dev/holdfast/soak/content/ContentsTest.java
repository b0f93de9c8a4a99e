package dev.holdfast.soak.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContentsTest {
    private static final long A = Words.identity(7, 1);
    private static final long B = Words.identity(7, 2);

    @Test
    void aWordSaysWhereItComesFrom() {
        long word = Words.word(Words.identity(1 << 20, 9000), 12345);

        assertEquals(Optional.of(new Words.Origin(1 << 20, 9000, 12345)), Words.origin(word));
        assertTrue(Words.origin(0).isEmpty());
    }

    @Test
    void versionsWrapAroundAndSkipZero() {
        long last = (1 << Words.VERSION_BITS) - 1;

        assertEquals(Words.identity(3, 1), Words.identity(3, last + 1));
        assertEquals(last, Words.origin(Words.word(Words.identity(3, last), 0)).get().version());
    }

    @Test
    void aPartTakesThePlaceOfWhatWasThere() {
        Contents contents = Contents.of(40, A).with(8, 24, B);

        assertEquals(
                List.of(new Span(0, 8, A), new Span(8, 24, B), new Span(24, 40, A)),
                contents.spans());
        assertEquals(List.of(new Span(0, 40, A)), contents.with(0, 40, A).spans());
        assertEquals(List.of(new Span(0, 8, A), new Span(8, 13, B)), contents.first(13).spans());
    }

    @Test
    void whatIsWrittenIsRightAndEveryByteMatters() {
        Contents contents = Contents.of(21, A).with(8, 21, B);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(21);
            contents.write(bytes, 0, 21);
            assertEquals(Optional.empty(), contents.check(bytes));
            for (long at = 0; at < 21; at++) {
                byte before = bytes.get(ValueLayout.JAVA_BYTE, at);
                bytes.set(ValueLayout.JAVA_BYTE, at, (byte) (before ^ 0x40));
                assertEquals(at / 8, contents.check(bytes).orElseThrow().index());
                bytes.set(ValueLayout.JAVA_BYTE, at, before);
            }
        }
    }

    @Test
    void aReportOfAnotherLaunchIsNoReport() {
        List<Step> steps = List.of(Step.check(0, new Span(0, 16, A)));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment report = arena.allocate(StepReport.SIZE_BYTES, Long.BYTES);
            report.setAtIndex(ValueLayout.JAVA_LONG, StepReport.TOKEN, 5);
            report.setAtIndex(ValueLayout.JAVA_LONG, StepReport.CHECKED, 2);

            assertEquals(Optional.empty(), StepReport.read(report, steps, 5));
            assertEquals(-1, StepReport.read(report, steps, 6).orElseThrow().step());
            report.setAtIndex(ValueLayout.JAVA_LONG, StepReport.CHECKED, 1);
            assertEquals(-1, StepReport.read(report, steps, 5).orElseThrow().step());
        }
    }
}
