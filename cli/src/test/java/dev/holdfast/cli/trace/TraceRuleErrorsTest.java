package dev.holdfast.cli.trace;

import static dev.holdfast.cli.trace.TraceText.HEADER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Traces whose records contradict the format or each other, with the one line that a person gets
/// to see.
class TraceRuleErrorsTest {
    private static final String A = "{\"buffer\":\"a\",\"bytes\":8}";
    private static final String MAX_A = "{\"buffer\":\"a\",\"bytes\":" + Long.MAX_VALUE + "}";

    @TempDir private Path folder;

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
        assertEquals(file + ":" + line + ": " + problem, TraceText.messageOf(file));
    }
}
