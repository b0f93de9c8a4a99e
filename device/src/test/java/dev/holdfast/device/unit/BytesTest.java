package dev.holdfast.device.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BytesTest {
    private static final long LARGEST = Long.MAX_VALUE;

    @Test
    void unitsThrowInsteadOfWrapping() {
        assertEquals(65_536, Bytes.kibi(64));
        assertEquals(1L << 30, Bytes.mebi(1024));
        assertEquals(1L << 33, Bytes.gibi(8));
        assertThrows(ArithmeticException.class, () -> Bytes.kibi(LARGEST >> 9));
        assertThrows(ArithmeticException.class, () -> Bytes.mebi(LARGEST >> 19));
        assertThrows(ArithmeticException.class, () -> Bytes.gibi(LARGEST >> 29));
    }

    @Test
    void sumsThrowInsteadOfWrapping() {
        assertEquals(7, Bytes.sum(3, 4));
        assertThrows(ArithmeticException.class, () -> Bytes.sum(LARGEST, 1));
    }

    @Test
    void anEndIsCheckedForSignAndOverflow() {
        assertEquals(LARGEST, Bytes.end(LARGEST - 5, 5));
        assertThrows(ArithmeticException.class, () -> Bytes.end(LARGEST - 5, 6));
        assertThrows(IllegalArgumentException.class, () -> Bytes.end(-1, 6));
        assertThrows(IllegalArgumentException.class, () -> Bytes.end(6, -1));
    }

    @Test
    void roundsUpAsFarAsThereIsAMultiple() {
        assertEquals(0, Bytes.roundUp(0, 4096));
        assertEquals(4096, Bytes.roundUp(1, 4096));
        assertEquals(4096, Bytes.roundUp(4096, 4096));
        assertEquals(8192, Bytes.roundUp(4097, 4096));
        assertEquals(13, Bytes.roundUp(13, 1));
        long last = LARGEST - 4095;
        assertEquals(last, Bytes.roundUp(last, 4096));
        assertEquals(1L << 62, Bytes.roundUp(5, 1L << 62));
        assertThrows(ArithmeticException.class, () -> Bytes.roundUp(last + 1, 4096));
        assertThrows(ArithmeticException.class, () -> Bytes.roundUp(LARGEST, 2));
    }

    @Test
    void roundsDown() {
        assertEquals(0, Bytes.roundDown(4095, 4096));
        assertEquals(4096, Bytes.roundDown(8191, 4096));
        assertEquals(LARGEST - 4095, Bytes.roundDown(LARGEST, 4096));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 3, 4095, 4097, Long.MIN_VALUE})
    void aGranuleIsAPowerOfTwo(long granule) {
        assertThrows(IllegalArgumentException.class, () -> Bytes.roundUp(1, granule));
        assertThrows(IllegalArgumentException.class, () -> Bytes.roundDown(1, granule));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4096, 4096",
        "4096B, 4096",
        "64KiB, 65536",
        "64 KiB, 65536",
        "1.5GiB, 1610612736",
        "250MB, 250000000",
        "1kB, 1000",
        "2TiB, 2199023255552",
        "0.3KiB, 307",
        "9223372036854775807, 9223372036854775807",
    })
    void parses(String text, long expected) {
        assertEquals(expected, Bytes.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "-5MiB",
                "+5",
                "MiB",
                "1.MiB",
                ".5MiB",
                "1e9",
                "0x10",
                "64K",
                "64mib",
                "1,5GiB",
                "5 MiB more",
                "NaN",
                "٣MiB",
                "25%",
                "9223372036854775808",
                "8388608TiB"
            })
    void refusesWithTheTextItWasGiven(String text) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Bytes.parse(text));
        String message = refusal.getMessage();
        assertTrue(message.startsWith('"' + text + '"'), message);
        assertEquals(1, message.lines().count());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1 KiB",
        "1500, 1.46 KiB",
        "10240, 10 KiB",
        "15565, 15.2 KiB",
        "102400, 100 KiB",
        "268435456, 256 MiB",
        "1610612736, 1.5 GiB",
        "-1500, -1.46 KiB",
        "9223372036854775807, 8388608 TiB",
    })
    void formatsThreeDigits(long sizeBytes, String expected) {
        assertEquals(expected, Bytes.format(sizeBytes));
    }

    @Test
    void neverPrints1024OfAUnitThatHasALargerOne() {
        assertEquals("1023 KiB", Bytes.format(Bytes.kibi(1023)));
        assertEquals("1 MiB", Bytes.format(Bytes.mebi(1) - 1));
        assertEquals("1 GiB", Bytes.format(Bytes.gibi(1) - 1));
    }
}
