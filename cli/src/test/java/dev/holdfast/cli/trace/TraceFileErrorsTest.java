package dev.holdfast.cli.trace;

import static dev.holdfast.cli.trace.TraceText.HEADER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are no trace, with the one line that a person gets to see.
class TraceFileErrorsTest {
    private static final String A = "{\"buffer\":\"a\",\"bytes\":8}";
    private static final String OP = "{\"op\":\"f\",\"writes\":[\"a\"]}";

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

        String message = TraceText.messageOf(file);
        String where = message.substring(0, message.indexOf(": the gzip"));
        assertEquals(
                where
                        + ": the gzip stream breaks off at byte %d, where the file ends: it was cut"
                                .formatted(whole.length / 2)
                        + " off, bring it anew",
                message);
        long line = Long.parseLong(where.substring((file + ":").length()));
        assertTrue(line > 1_000 && line < 20_000, message);
    }

    @Test
    void gzipCutOffInItsHeader() {
        Path file = TraceText.file(folder, new byte[] {0x1f, (byte) 0x8b, 8});

        assertMessage(
                file
                        + ":1: the gzip stream breaks off at byte 3, where the file ends: it was"
                        + " cut off, bring it anew",
                file);
    }

    @Test
    void secondGzipMemberThatIsNotWholeIsRefused() {
        byte[] first = TraceText.gzip(TraceText.bytes(HEADER, A, OP));
        byte[] second = TraceText.gzip(TraceText.bytes(OP, OP, OP));
        for (int kept = 1; kept < second.length; kept++) {
            byte[] cut = Arrays.copyOf(first, first.length + kept);
            System.arraycopy(second, 0, cut, first.length, kept);
            String message = TraceText.messageOf(TraceText.file(folder, cut));
            assertTrue(
                    message.contains("breaks off at byte %d, where".formatted(cut.length)),
                    message);
        }
    }

    @Test
    void whatFollowsTheLastGzipMemberIsRefused() {
        byte[] first = TraceText.gzip(TraceText.bytes(HEADER, A, OP));
        byte[] text = TraceText.bytes(OP);
        for (byte[] tail : new byte[][] {new byte[1], new byte[512], text, {0x1f}, {0x1f, 0x1f}}) {
            byte[] padded = Arrays.copyOf(first, first.length + tail.length);
            System.arraycopy(tail, 0, padded, first.length, tail.length);
            String message = TraceText.messageOf(TraceText.file(folder, padded));
            assertTrue(message.contains("at byte "), message);
            assertTrue(message.contains(": the gzip stream "), message);
        }
    }

    @Test
    void paddingBetweenGzipMembersIsRefusedWithItsPlace() {
        byte[] first = TraceText.gzip(TraceText.bytes(HEADER, A, OP));
        byte[] second = TraceText.gzip(TraceText.bytes(OP));
        byte[] padded = Arrays.copyOf(first, 512 + second.length);
        System.arraycopy(second, 0, padded, 512, second.length);
        Path file = TraceText.file(folder, padded);

        assertMessage(
                file
                        + ":4: the gzip stream ends at byte %d of the file, and what follows is no"
                                .formatted(first.length)
                        + " gzip",
                file);
    }

    @Test
    void damagedGzip() {
        byte[] packed = TraceText.gzip(TraceText.bytes(HEADER, "{\"op\":\"f\"}"));
        packed[packed.length - 6] ^= 0x55;
        Path file = TraceText.file(folder, packed);

        assertMessage(
                file
                        + ":3: the gzip stream is damaged before byte %d; bring the file anew"
                                .formatted(packed.length),
                file);
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

    private void assertLine(int line, String problem, String... lines) {
        Path file = TraceText.file(folder, TraceText.bytes(lines));
        assertMessage(file + ":" + line + ": " + problem, file);
    }

    private static void assertMessage(String expected, Path file) {
        assertEquals(expected, TraceText.messageOf(file));
    }
}
