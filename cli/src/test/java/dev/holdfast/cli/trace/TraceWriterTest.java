package dev.holdfast.cli.trace;

import static dev.holdfast.cli.trace.TraceText.HEADER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceWriterTest {
    private static final String[] LINES = {
        HEADER,
        "{\"buffer\":\"w \\\"é\\n\",\"bytes\":64,\"initial\":true,\"client\":\"a\"}",
        "{\"buffer\":\"x\",\"bytes\":32}",
        "{\"op\":\"f\",\"reads\":[\"w \\\"é\\n\"],\"writes\":[\"x\"],\"nanos\":7}",
        "{\"op\":\"\",\"reads\":[],\"writes\":[\"x\"],\"frees\":[\"x\"]}"
    };

    @TempDir private Path folder;

    @Test
    void whatIsWrittenIsWhatTheFormatSays() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();

        new TraceWriter().write(TraceText.read(LINES), written);

        assertEquals(String.join("\n", LINES) + "\n", written.toString(StandardCharsets.UTF_8));
    }

    @Test
    void plainAndGzipFilesReadBackEqual() throws Exception {
        Trace trace = BuiltInTrainingStep.DEFAULT.trace();
        Path plain = folder.resolve("step.jsonl");
        Path gzip = folder.resolve("step.jsonl.gz");

        new TraceWriter().write(trace, plain);
        new TraceWriter().write(trace, gzip);

        assertEquals(trace, new TraceReader().read(plain));
        assertEquals(trace, new TraceReader().read(gzip));
        assertTrue(Files.size(gzip) * 5 < Files.size(plain));
    }

    @Test
    void aRealTraceReadsBackEqual() throws Exception {
        Trace trace = RealTraces.read("resnet-train-step.ops.jsonl.gz");
        Path copy = folder.resolve("copy.gz");

        new TraceWriter().write(trace, copy);

        assertEquals(trace, new TraceReader().read(copy));
    }

    @Test
    void aFullDiskIsAnIoError() {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("no space left");
                    }
                };

        Trace trace = BuiltInTrainingStep.DEFAULT.trace();
        assertEquals(
                "no space left",
                assertThrows(IOException.class, () -> new TraceWriter().write(trace, full))
                        .getMessage());
    }
}
