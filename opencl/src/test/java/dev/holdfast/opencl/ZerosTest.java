package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// How a range is cut into fills that OpenCL takes.
final class ZerosTest {

    /// Breaks if a part is empty, which would go on for ever, or not a multiple of its pattern.
    @Test
    void everyRangeIsCoveredInFewPartsThatOpenClTakes() {
        for (long from = 0; from < 300; from++) {
            for (long length = 1; length < 3000; length += 1 + length / 7) {
                long at = from;
                int parts = 0;
                while (at < from + length) {
                    Zeros zeros = Zeros.longestAt(at, from + length);
                    assertEquals(0, at % zeros.patternBytes());
                    assertEquals(0, zeros.sizeBytes() % zeros.patternBytes());
                    assertTrue(zeros.sizeBytes() > 0);
                    at += zeros.sizeBytes();
                    parts++;
                }
                assertEquals(from + length, at);
                assertTrue(parts <= 3, from + "+" + length + " in " + parts + " parts");
            }
        }
    }

    @Test
    void whatIsAlignedIsOnePart() {
        assertEquals(new Zeros(128, 1 << 20), Zeros.longestAt(1 << 20, 2 << 20));
        assertEquals(new Zeros(64, 64), Zeros.longestAt(64, 128));
    }

    /// Breaks if the odd end of a long range makes all of it slow.
    @Test
    void oddEndsAreFilledApart() {
        assertEquals(new Zeros(1, 127), Zeros.longestAt(1, 10_001));
        assertEquals(new Zeros(128, 9856), Zeros.longestAt(128, 10_001));
        assertEquals(new Zeros(1, 17), Zeros.longestAt(9984, 10_001));
    }
}
