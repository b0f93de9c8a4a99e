package dev.holdfast.cli.trace;

import static dev.holdfast.cli.trace.TraceText.HEADER;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;

/// Every way in which a file can be bad, with the one line that a person gets to see.
class TraceInputErrorsTest {
    private static final String A = "{\"buffer\":\"a\",\"bytes\":8}";
    private static final String MAX_A = "{\"buffer\":\"a\",\"bytes\":" + Long.MAX_VALUE + "}";

    @TempDir private Path folder;

    @Test
    void missingFile() {
        Path file = folder.resolve("absent.jsonl");

        assertMessage(file + ": no such file", file);
    }

    @Test
    void directory() {
        assertMessage(folder + ": a directory, where a trace file is needed", folder);
    }

    @Test
    void emptyFile() {
        Path file = TraceText.file(folder, new byte[0]);

        assertMessage(
                file
                        + ": empty; expected an ops-trace or Mooncake requests, one JSON object a"
                        + " line",
                file);
    }

    @Test
    void gzipOfNothing() {
        Path file = TraceText.file(folder, TraceText.gzip(new byte[0]));

        assertMessage(
                file
                        + ": empty; expected an ops-trace or Mooncake requests, one JSON object a"
                        + " line",
                file);
    }

    @Test
    void truncatedGzip() {
        StringBuilder text = new StringBuilder(HEADER).append('\n').append(A).append('\n');
        for (int i = 0; i < 20_000; i++) {
            text.append("{\"op\":\"op").append(i * 7919L).append("\",\"writes\":[\"a\"]}\n");
        }
        byte[] whole = TraceText.gzip(TraceText.bytes(text.toString()));
        Path file = TraceText.file(folder, Arrays.copyOf(whole, whole.length / 2));

        String message = messageOf(file);
        String where = message.substring(0, message.indexOf(": the gzip"));
        assertEquals(
                where + ": the gzip stream ends too early; the file was cut off, bring it anew",
                message);
        long line = Long.parseLong(where.substring((file + ":").length()));
        assertTrue(line > 1_000 && line < 20_000, message);
    }

    @Test
    void gzipCutOffInItsHeader() {
        Path file = TraceText.file(folder, new byte[] {0x1f, (byte) 0x8b, 8});

        assertMessage(
                file + ":1: the gzip stream ends too early; the file was cut off, bring it anew",
                file);
    }

    @Test
    void damagedGzip() {
        byte[] packed = TraceText.gzip(TraceText.bytes(HEADER, "{\"op\":\"f\"}"));
        packed[packed.length - 6] ^= 0x55;
        Path file = TraceText.file(folder, packed);

        assertMessage(file + ":3: the gzip stream is damaged; bring the file anew", file);
    }

    @Test
    void noJson() {
        assertLine(
                3,
                "not JSON (column 20); each line must be one JSON object",
                HEADER,
                A,
                "{\"op\":\"f\",\"reads\":[}");
    }

    @Test
    void aLineCutOff() {
        assertLine(
                2, "not JSON (column 9); each line must be one JSON object", HEADER, "{\"op\":\"f");
    }

    @Test
    void anotherKindOfFile() {
        assertLine(
                1,
                "not JSON (column 1); each line must be one JSON object",
                "id,lower,upper,size",
                "0,1,2,3");
    }

    @Test
    void jsonThatIsMadeToHurt() {
        assertLine(
                2,
                "not JSON; each line must be one JSON object",
                HEADER,
                "{\"deep\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        assertLine(
                2,
                "not JSON; each line must be one JSON object",
                HEADER,
                "{\"buffer\":\"a\",\"bytes\":" + "9".repeat(100_000) + "}");
    }

    @Test
    void anArrayForALine() {
        assertLine(2, "an array where each line must be one JSON object", HEADER, "[1]");
    }

    @Test
    void twoObjectsOnALine() {
        assertLine(
                2,
                "more than one JSON value; each line must be one JSON object",
                HEADER,
                "{\"op\":\"f\"} {\"op\":\"g\"}");
    }

    @Test
    void aFieldOfTheWrongType() {
        assertLine(
                2,
                "\"bytes\" must be a whole number, not a string",
                HEADER,
                "{\"buffer\":\"a\",\"bytes\":\"8\"}");
        assertLine(
                2,
                "\"bytes\" must be a whole number, not a number with a fraction or exponent",
                HEADER,
                "{\"buffer\":\"a\",\"bytes\":8.0}");
        assertLine(
                2,
                "\"buffer\" must be a string or a whole number, not null",
                HEADER,
                "{\"buffer\":null,\"bytes\":8}");
        assertLine(
                2,
                "\"initial\" must be true or false, not a whole number",
                HEADER,
                "{\"buffer\":\"a\",\"bytes\":8,\"initial\":1}");
        assertLine(2, "\"op\" must be a string, not a whole number", HEADER, "{\"op\":3}");
        assertLine(
                2,
                "\"reads\" must be an array of strings or whole numbers, not a string",
                HEADER,
                "{\"op\":\"f\",\"reads\":\"a\"}");
        assertLine(
                3,
                "\"reads\" must be an array of strings or whole numbers, not one with an array",
                HEADER,
                A,
                "{\"op\":\"f\",\"reads\":[\"a\",[\"a\"]]}");
    }

    @Test
    void aFieldTwice() {
        assertLine(2, "\"bytes\" appears twice", HEADER, "{\"buffer\":1,\"bytes\":8,\"bytes\":16}");
    }

    @Test
    void noTraceOfAnyKind() {
        assertLine(
                1,
                "neither an ops-trace header,"
                        + " {\"format\":\"ops-trace\",\"version\":1,\"name\":...}, nor a Mooncake"
                        + " request with \"hash_ids\"",
                A,
                HEADER);
    }

    @Test
    void anotherFormat() {
        assertLine(
                1,
                "format \"memory-viz\" is not known; expected \"ops-trace\"",
                "{\"format\":\"memory-viz\",\"version\":1}");
    }

    @Test
    void aVersionNotSupported() {
        assertLine(
                1,
                "version 2 of ops-trace is not supported; expected version 1",
                "{\"format\":\"ops-trace\",\"version\":2,\"name\":\"n\"}");
        assertLine(
                1,
                "the header has no \"version\"; expected \"version\":1",
                "{\"format\":\"ops-trace\",\"name\":\"n\"}");
    }

    @Test
    void aSecondHeader() {
        assertLine(3, "a second header; a file holds one trace", HEADER, A, HEADER);
    }

    @Test
    void anUnknownRecord() {
        assertLine(
                2,
                "unknown record with \"alloc\"; expected a \"buffer\" or an \"op\"",
                HEADER,
                "{\"alloc\":\"a\",\"align\":8}");
        assertLine(
                2,
                "unknown record with only \"bytes\"; expected a \"buffer\" or an \"op\"",
                HEADER,
                "{\"bytes\":8}");
        assertLine(
                2,
                "unknown record without a field; expected a \"buffer\" or an \"op\"",
                HEADER,
                "{}");
        assertLine(
                2,
                "unknown record with \"timestamp\"; expected a request with \"hash_ids\"",
                "{\"hash_ids\":[1]}",
                "{\"timestamp\":5}");
    }

    @Test
    void aRecordOfTwoKinds() {
        assertLine(
                2,
                "a record with both \"buffer\" and \"op\"; make it two lines",
                HEADER,
                "{\"buffer\":\"a\",\"bytes\":8,\"op\":\"f\"}");
    }

    @Test
    void anUndeclaredBuffer() {
        assertLine(
                3,
                "buffer \"b\" is not declared; {\"buffer\":\"b\",\"bytes\":N} must come first",
                HEADER,
                A,
                "{\"op\":\"f\",\"reads\":[\"a\",\"b\"]}",
                "{\"buffer\":\"b\",\"bytes\":8}");
    }

    @Test
    void aBufferDeclaredTwice() {
        assertLine(
                3,
                "buffer \"a\" is declared twice; an id names one buffer for the whole trace",
                HEADER,
                A,
                A);
    }

    @Test
    void aSizeThatIsMissingNegativeOrZero() {
        assertLine(2, "buffer \"a\" has no \"bytes\"", HEADER, "{\"buffer\":\"a\"}");
        assertLine(
                2,
                "buffer \"a\" has -8 bytes; a size must be at least 1",
                HEADER,
                "{\"buffer\":\"a\",\"bytes\":-8}");
        assertLine(
                2,
                "buffer \"a\" has 0 bytes; a size must be at least 1",
                HEADER,
                "{\"buffer\":\"a\",\"bytes\":0}");
    }

    @Test
    void aSizeThatOverflows() {
        assertLine(
                2,
                "\"bytes\" is 9223372036854775808, which does not fit into 64 bits",
                HEADER,
                "{\"buffer\":\"a\",\"bytes\":9223372036854775808}");
        assertLine(
                2,
                "\"bytes\" is 1000000000000000000000000000000000000000...,"
                        + " which does not fit into 64 bits",
                HEADER,
                "{\"buffer\":\"a\",\"bytes\":1" + "0".repeat(60) + "}");
    }

    @Test
    void sizesThatOverflowTogether() {
        assertLine(
                3,
                "the sizes of all buffers up to \"b\" add up to more than 9223372036854775807",
                HEADER,
                MAX_A,
                "{\"buffer\":\"b\",\"bytes\":1}");
    }

    @Test
    void bytesTouchedThatOverflowTogether() {
        assertLine(
                4,
                "the bytes touched up to \"g\" add up to more than 9223372036854775807",
                HEADER,
                MAX_A,
                "{\"op\":\"f\",\"writes\":[\"a\"]}",
                "{\"op\":\"g\",\"reads\":[\"a\"]}");
    }

    @Test
    void negativeOrOverflowingNanos() {
        assertLine(
                2,
                "op \"f\" takes -1 nanos; a duration cannot be negative",
                HEADER,
                "{\"op\":\"f\",\"nanos\":-1}");
        assertLine(
                3,
                "the nanos of all operations up to \"g\" add up to more than 9223372036854775807",
                HEADER,
                "{\"op\":\"f\",\"nanos\":" + Long.MAX_VALUE + "}",
                "{\"op\":\"g\",\"nanos\":1}");
    }

    @Test
    void useAfterFree() {
        assertLine(
                5,
                "op \"g\" reads buffer \"a\", which operation 2 (\"f\") has freed",
                HEADER,
                A,
                "{\"op\":\"e\",\"writes\":[\"a\"]}",
                "{\"op\":\"f\",\"reads\":[\"a\"],\"frees\":[\"a\"]}",
                "{\"op\":\"g\",\"reads\":[\"a\"]}");
        assertLine(
                4,
                "op \"g\" writes buffer \"a\", which operation 1 (\"f\") has freed",
                HEADER,
                A,
                "{\"op\":\"f\",\"frees\":[\"a\"]}",
                "{\"op\":\"g\",\"writes\":[\"a\"]}");
    }

    @Test
    void freeingTwice() {
        assertLine(
                4,
                "op \"g\" frees buffer \"a\", which operation 1 (\"f\") has freed",
                HEADER,
                A,
                "{\"op\":\"f\",\"frees\":[\"a\"]}",
                "{\"op\":\"g\",\"frees\":[\"a\"]}");
    }

    @Test
    void aBufferTwiceInOneList() {
        for (String list : new String[] {"reads", "writes", "frees"}) {
            assertLine(
                    3,
                    "op \"f\" names buffer \"a\" twice in \"" + list + "\"",
                    HEADER,
                    A,
                    "{\"op\":\"f\",\"" + list + "\":[\"a\",\"a\"]}");
        }
    }

    @Test
    void noOperation() {
        assertLine(2, "the trace ends without an operation", HEADER, A);
    }

    @Test
    void blankLinesCount() {
        assertLine(4, "\"op\" must be a string, not null", "", HEADER, "", "{\"op\":null}");
    }

    @Test
    void anIdThatWouldBreakTheLineIsShownHarmless() {
        assertLine(
                2,
                "buffer \"a?b" + "x".repeat(57) + "...\" has 0 bytes; a size must be at least 1",
                HEADER,
                "{\"buffer\":\"a\\nb" + "x".repeat(80) + "\",\"bytes\":0}");
    }

    private void assertLine(int line, String problem, String... lines) {
        Path file = TraceText.file(folder, TraceText.bytes(lines));
        assertMessage(file + ":" + line + ": " + problem, file);
    }

    private static void assertMessage(String expected, Path file) {
        assertEquals(expected, messageOf(file));
    }

    private static String messageOf(Path file) {
        TraceException thrown =
                assertThrows(TraceException.class, () -> new TraceReader().read(file));
        return thrown.getMessage();
    }
}
