package dev.holdfast.device.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void whatATerminalObeysIsSpelledOut() {
        assertEquals("\\u001b[2Jx", PlainText.of("\u001b[2Jx"));
        assertEquals("a\\u000ab\\u000d\\u0009c", PlainText.of("a\nb\r\tc"));
        assertEquals("\\u009b31m\\u007f", PlainText.of("\u009b31m\u007f"));
        assertEquals("\\u202eabc\\u2066", PlainText.of("\u202eabc\u2066"));
        assertEquals("\\u2028\\u2029\\ufeff", PlainText.of("\u2028\u2029\ufeff"));
        assertEquals("\\u{e0041}\\ud800", PlainText.of("\udb40\udc41\ud800"));
    }

    @Test
    void whatIsPlainStays() {
        String text = "Größe × 2 · 東京 \ud83d\ude00 \\ \"quoted\"";
        assertEquals(text, PlainText.of(text));
        String ascii = "weights 1";
        assertSame(ascii, PlainText.of(ascii));
    }

    @Test
    void jsonKeepsItsLinesAndItsMeaning() {
        assertEquals(
                "{\n  \"a\\n\" : \"\\u009b\\u202e\\udb40\\udc41ü\"\n}\n",
                PlainText.ofJson("{\n  \"a\\n\" : \"\u009b\u202e\udb40\udc41ü\"\n}\n"));
    }
}
