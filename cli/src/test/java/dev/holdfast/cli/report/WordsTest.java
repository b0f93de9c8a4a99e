package dev.holdfast.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.cli.replay.Progress;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void durationsHaveThreeDigitsAndAUnit() {
        assertEquals("999 ns", Words.nanos(999));
        assertEquals("1 µs", Words.nanos(1000));
        assertEquals("46.3 ms", Words.nanos(46_274_607));
        assertEquals("7.29 s", Words.nanos(7_285_464_990L));
        assertEquals("31.4 s", Words.nanos(31_384_809_080L));
    }

    @Test
    void countsAgreeWithTheirNouns() {
        assertEquals("1 buffer", Words.count(1, "buffer"));
        assertEquals("1,463 buffers", Words.count(1463, "buffer"));
        assertEquals("0 buffers", Words.count(0, "buffer"));
    }

    @Test
    void sharesAndFactors() {
        assertEquals("25 %", Words.percent(0.25));
        assertEquals("× 0.83", Words.times(0.8349));
    }

    @Test
    void progressSaysHowFarHowQuicklyAndHowLong() {
        String line =
                ProgressLine.text("bert", new Progress.Status(250, 1000, 1 << 20), 1_000_000_000L);

        assertEquals(
                "bert ▕██████                  ▏ 25 %  250 ops/s  1 MiB resident  3 s left", line);
    }
}
