package dev.holdfast.cli.trace;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Writes a trace as an ops-trace that [TraceReader] reads back as an equal trace.
///
/// All buffers come first, in the order of their indices, so that the indices survive.
public final class TraceWriter {
    /// Writes to that file, replacing it; gzip if its name ends in `.gz`.
    public void write(Trace trace, Path path) throws IOException {
        try (OutputStream output = open(path)) {
            write(trace, output);
        }
    }

    /// Opens that file, replacing it, for plain text; packs it if its name ends in `.gz`.
    public static OutputStream open(Path path) throws IOException {
        boolean gzip = path.toString().endsWith(".gz");
        OutputStream file = Files.newOutputStream(path);
        return gzip ? new GZIPOutputStream(file) : new BufferedOutputStream(file);
    }

    /// Writes plain text to `output` and flushes it, but leaves it open.
    public void write(Trace trace, OutputStream output) throws IOException {
        TraceLineWriter lines = new TraceLineWriter(output, trace.name());
        for (TraceBuffer buffer : trace.buffers()) {
            lines.buffer(buffer);
        }
        for (TraceOp op : trace.ops()) {
            lines.operation(
                    op.name(),
                    ids(trace, op.reads()),
                    ids(trace, op.writes()),
                    ids(trace, op.frees()),
                    op.nanos());
        }
        lines.finish();
    }

    private static List<String> ids(Trace trace, BufferIndices list) {
        return list.stream().mapToObj(index -> trace.buffer(index).id()).toList();
    }
}
