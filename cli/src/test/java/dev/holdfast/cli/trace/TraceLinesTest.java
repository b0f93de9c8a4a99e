package dev.holdfast.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceLinesTest {
    @Test
    void linesComeWithTheirNumbers() throws TraceException {
        assertEquals(List.of("1 a", "3 bc", "6 d"), numbered("a\n\nbc\n \t\n\r\nd"));
    }

    @Test
    void aLineMaySpanSeveralReads() throws TraceException {
        String line = "x".repeat(200_000);

        assertEquals(List.of("1 " + line, "2 y"), numbered(line + "\ny\n"));
    }

    @Test
    void aFileWithoutLineEndsIsRefusedBeforeItFillsTheMemory() throws TraceException {
        try (TraceLines lines = TraceLines.of("endless", new Endless())) {
            assertEquals(
                    "endless:1: longer than 67108864 bytes; a trace has one JSON object on each"
                            + " line",
                    assertThrows(TraceException.class, lines::next).getMessage());
        }
    }

    @Test
    void aReadErrorNamesTheLineThatItSpoilt() throws TraceException {
        try (TraceLines lines = TraceLines.of("disk", new Failing("one\ntwo\nthr"))) {
            assertTrue(lines.next());
            assertTrue(lines.next());
            assertEquals(
                    "disk:3: cannot be read: it broke",
                    assertThrows(TraceException.class, lines::next).getMessage());
        }
    }

    @Test
    void closingClosesTheInputAlsoAfterAFailureToOpen() throws TraceException {
        Failing plain = new Failing("");
        TraceLines.of("plain", new ByteArrayInputStream(new byte[0])).close();
        assertThrows(TraceException.class, () -> TraceLines.of("plain", plain));

        assertTrue(plain.closed);
    }

    private static List<String> numbered(String text) throws TraceException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> seen = new ArrayList<>();
        try (TraceLines lines = TraceLines.of("text", new ByteArrayInputStream(bytes))) {
            while (lines.next()) {
                String line = new String(lines.bytes(), 0, lines.length(), StandardCharsets.UTF_8);
                seen.add(lines.lineNumber() + " " + line);
            }
            assertFalse(lines.next());
        }
        return seen;
    }

    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 'x';
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            Arrays.fill(target, offset, offset + length, (byte) 'x');
            return length;
        }
    }

    /// Gives its text and then, instead of an end, an error.
    private static final class Failing extends InputStream {
        private final byte[] text;
        private int given;
        private boolean closed;

        Failing(String text) {
            this.text = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() throws IOException {
            if (given == text.length) {
                throw new IOException("it broke");
            }
            return text[given++];
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            target[offset] = (byte) read();
            return 1;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
