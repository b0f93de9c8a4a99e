package dev.holdfast.cli.trace;

import static dev.holdfast.cli.trace.TraceText.HEADER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceReaderTest {
    @TempDir private Path folder;

    @Test
    void anOpsTraceBecomesBuffersAndOperations() throws TraceException {
        Trace trace =
                TraceText.read(
                        HEADER,
                        "{\"buffer\":\"w\",\"bytes\":64,\"initial\":true,\"client\":\"a\"}",
                        "{\"buffer\":\"x\",\"bytes\":32}",
                        "{\"op\":\"f\",\"nanos\":7,\"reads\":[\"w\"],\"writes\":[\"x\",\"w\"]}",
                        "{\"op\":\"g\",\"reads\":[\"x\"],\"writes\":[],\"frees\":[\"x\"]}");

        assertEquals("small", trace.name());
        assertEquals(
                List.of(new TraceBuffer("w", 64, true, "a"), new TraceBuffer("x", 32, false, "")),
                trace.buffers());
        assertEquals(
                List.of(
                        new TraceOp(
                                "f",
                                BufferIndices.of(0),
                                BufferIndices.of(1, 0),
                                BufferIndices.of(),
                                7),
                        new TraceOp(
                                "g",
                                BufferIndices.of(1),
                                BufferIndices.of(),
                                BufferIndices.of(1),
                                0)),
                trace.ops());
    }

    @Test
    void gzipIsToldByContentAndNotByName() throws TraceException {
        byte[] plain = TraceText.bytes(HEADER, "{\"op\":\"f\"}");

        Trace fromPlain = new TraceReader().read(TraceText.file(folder, plain));
        Trace fromGzip = new TraceReader().read(TraceText.file(folder, TraceText.gzip(plain)));

        assertEquals(fromPlain, fromGzip);
    }

    @Test
    void gzipMembersOneAfterTheOtherAreOneFile() throws TraceException {
        byte[] first = TraceText.gzip(TraceText.bytes(HEADER));
        byte[] second = TraceText.gzip(TraceText.bytes("{\"op\":\"f\"}"));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);

        assertEquals(1, new TraceReader().read(TraceText.file(folder, both)).ops().size());
    }

    @Test
    void idsMayBeNumbersOrText() throws TraceException {
        Trace trace =
                TraceText.read(
                        HEADER,
                        "{\"buffer\":7,\"bytes\":8}",
                        "{\"op\":\"f\",\"writes\":[\"7\"]}",
                        "{\"op\":\"g\",\"reads\":[7]}");

        assertEquals("7", trace.buffer(0).id());
        assertEquals(BufferIndices.of(0), trace.ops().get(1).reads());
    }

    @Test
    void blankLinesWindowsLineEndsAndFieldsOfOthersArePassedOver() throws TraceException {
        Trace trace =
                TraceText.read(
                        "",
                        "{\"source\":{\"a\":[1,{\"b\":2}]}," + HEADER.substring(1) + "\r",
                        "  \t\r",
                        "{\"op\":\"f\",\"stream\":[7,8],\"cost\":1.5}\r");

        assertEquals("f", trace.ops().getFirst().name());
    }

    @Test
    void theLastLineNeedsNoEnd() throws TraceException {
        byte[] text = TraceText.bytes(HEADER, "{\"op\":\"f\"}");
        byte[] cut = Arrays.copyOf(text, text.length - 1);

        assertEquals(1, new TraceReader().read(TraceText.file(folder, cut)).ops().size());
    }

    @Test
    void aTraceWithoutNameIsCalledAsItsFile() throws TraceException {
        byte[] text = TraceText.bytes("{\"format\":\"ops-trace\",\"version\":1}", "{\"op\":\"f\"}");

        assertEquals("t", new TraceReader().read(TraceText.file(folder, text)).name());
    }

    @Test
    void aMooncakeRequestOverwritesNewBlocksAndReadsKnownOnes() throws TraceException {
        byte[] text =
                TraceText.bytes(
                        "{\"timestamp\": 0, \"input_length\": 9, \"hash_ids\": [4, 9]}",
                        "{\"timestamp\": 5, \"input_length\": 9, \"hash_ids\": [4, 11, 9]}");

        Trace trace = new TraceReader(4096).read(TraceText.file(folder, text));

        assertEquals(
                List.of("4", "9", "11"), trace.buffers().stream().map(TraceBuffer::id).toList());
        assertTrue(trace.buffers().stream().allMatch(b -> b.sizeBytes() == 4096 && !b.initial()));
        assertEquals("request-1", trace.ops().get(0).name());
        assertEquals(BufferIndices.of(0, 1), trace.ops().get(0).writes());
        assertEquals(BufferIndices.of(0, 1), trace.ops().get(1).reads());
        assertEquals(BufferIndices.of(2), trace.ops().get(1).writes());
        assertTrue(trace.ops().get(1).frees().isEmpty());
        assertEquals(0, trace.ops().get(1).nanos());
    }

    @Test
    void aBlockThatARequestRepeatsIsOneBlock() throws TraceException {
        byte[] text = TraceText.bytes("{\"hash_ids\":[1,2,1]}", "{\"hash_ids\":[2,2]}");

        Trace trace = new TraceReader().read(TraceText.file(folder, text));

        assertEquals(BufferIndices.of(0, 1), trace.ops().get(0).writes());
        assertEquals(BufferIndices.of(1), trace.ops().get(1).reads());
        assertTrue(trace.ops().get(1).writes().isEmpty());
    }

    @Test
    void aLineLongerThanAnyReadIsStillOneLine() throws TraceException {
        StringBuilder request = new StringBuilder("{\"hash_ids\":[0");
        for (int block = 1; block < 40_000; block++) {
            request.append(',').append(block);
        }
        byte[] text = TraceText.bytes(request + "]}", "{\"hash_ids\":[39999]}");

        Trace trace = new TraceReader().read(TraceText.file(folder, TraceText.gzip(text)));

        assertEquals(40_000, trace.ops().get(0).writes().size());
        assertEquals(BufferIndices.of(39_999), trace.ops().get(1).reads());
    }

    @Test
    void aBlockHasAtLeastOneByte() {
        assertThrows(IllegalArgumentException.class, () -> new TraceReader(0));
    }
}
