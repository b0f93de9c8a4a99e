package dev.holdfast.cli.trace;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes a trace as an ops-trace that [TraceReader] reads back as an equal trace.
///
/// All buffers come first, in the order of their indices, so that the indices survive.
public final class TraceWriter {
    private final JsonFactory json = JsonFactory.builder().rootValueSeparator("\n").build();

    /// Writes to that file, replacing it; gzip if its name ends in `.gz`.
    public void write(Trace trace, Path path) throws IOException {
        boolean gzip = path.toString().endsWith(".gz");
        try (OutputStream file = Files.newOutputStream(path);
                OutputStream output =
                        gzip ? new GZIPOutputStream(file) : new BufferedOutputStream(file)) {
            write(trace, output);
        }
    }

    /// Writes plain text to `output` and flushes it, but leaves it open.
    public void write(Trace trace, OutputStream output) throws IOException {
        try {
            JsonGenerator lines = json.createGenerator(ObjectWriteContext.empty(), output);
            writeHeader(trace, lines);
            for (TraceBuffer buffer : trace.buffers()) {
                writeBuffer(buffer, lines);
            }
            for (TraceOp op : trace.ops()) {
                writeOp(trace, op, lines);
            }
            lines.flush();
            output.write('\n');
            output.flush();
        } catch (JacksonException failed) {
            throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed);
        }
    }

    private static void writeHeader(Trace trace, JsonGenerator lines) {
        lines.writeStartObject();
        lines.writeStringProperty(RecordField.FORMAT.jsonName(), OpsTraceFormat.NAME);
        lines.writeNumberProperty(RecordField.VERSION.jsonName(), OpsTraceFormat.VERSION);
        lines.writeStringProperty(RecordField.NAME.jsonName(), trace.name());
        lines.writeEndObject();
    }

    private static void writeBuffer(TraceBuffer buffer, JsonGenerator lines) {
        lines.writeStartObject();
        lines.writeStringProperty(RecordField.BUFFER.jsonName(), buffer.id());
        lines.writeNumberProperty(RecordField.BYTES.jsonName(), buffer.sizeBytes());
        if (buffer.initial()) {
            lines.writeBooleanProperty(RecordField.INITIAL.jsonName(), true);
        }
        if (!buffer.client().isEmpty()) {
            lines.writeStringProperty(RecordField.CLIENT.jsonName(), buffer.client());
        }
        lines.writeEndObject();
    }

    private static void writeOp(Trace trace, TraceOp op, JsonGenerator lines) {
        lines.writeStartObject();
        lines.writeStringProperty(RecordField.OP.jsonName(), op.name());
        writeIds(trace, RecordField.READS, op.reads(), lines);
        writeIds(trace, RecordField.WRITES, op.writes(), lines);
        if (!op.frees().isEmpty()) {
            writeIds(trace, RecordField.FREES, op.frees(), lines);
        }
        if (op.nanos() != 0) {
            lines.writeNumberProperty(RecordField.NANOS.jsonName(), op.nanos());
        }
        lines.writeEndObject();
    }

    private static void writeIds(
            Trace trace, RecordField field, BufferIndices list, JsonGenerator lines) {
        lines.writeArrayPropertyStart(field.jsonName());
        for (int i = 0; i < list.size(); i++) {
            lines.writeString(trace.buffer(list.at(i)).id());
        }
        lines.writeEndArray();
    }
}
