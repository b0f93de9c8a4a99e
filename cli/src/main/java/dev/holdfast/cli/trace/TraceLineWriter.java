package dev.holdfast.cli.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes an ops-trace line by line, as it comes to be, and keeps nothing of it.
///
/// It checks nothing: whoever writes a buffer after its use gets a file that [TraceReader] refuses.
/// The stream stays the caller's. Belongs to one thread.
public final class TraceLineWriter {
    private static final JsonFactory JSON = JsonFactory.builder().rootValueSeparator("\n").build();

    private final OutputStream output;
    private final JsonGenerator lines;

    /// Writes to `output`, beginning with the header of a trace of that name.
    public TraceLineWriter(OutputStream output, String name) throws IOException {
        this.output = output;
        try {
            this.lines = JSON.createGenerator(ObjectWriteContext.empty(), output);
            lines.writeStartObject();
            lines.writeStringProperty(RecordField.FORMAT.jsonName(), OpsTraceFormat.NAME);
            lines.writeNumberProperty(RecordField.VERSION.jsonName(), OpsTraceFormat.VERSION);
            lines.writeStringProperty(RecordField.NAME.jsonName(), name);
            lines.writeEndObject();
        } catch (JacksonException failed) {
            throw inputOutput(failed);
        }
    }

    /// Writes the declaration of a buffer.
    public void buffer(TraceBuffer buffer) throws IOException {
        try {
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
        } catch (JacksonException failed) {
            throw inputOutput(failed);
        }
    }

    /// Writes an operation; its lists hold ids of buffers.
    public void operation(
            String name, List<String> reads, List<String> writes, List<String> frees, long nanos)
            throws IOException {
        try {
            lines.writeStartObject();
            lines.writeStringProperty(RecordField.OP.jsonName(), name);
            ids(RecordField.READS, reads);
            ids(RecordField.WRITES, writes);
            if (!frees.isEmpty()) {
                ids(RecordField.FREES, frees);
            }
            if (nanos != 0) {
                lines.writeNumberProperty(RecordField.NANOS.jsonName(), nanos);
            }
            lines.writeEndObject();
        } catch (JacksonException failed) {
            throw inputOutput(failed);
        }
    }

    /// Ends the last line and hands everything to the stream. Nothing may follow.
    public void finish() throws IOException {
        try {
            lines.flush();
        } catch (JacksonException failed) {
            throw inputOutput(failed);
        }
        output.write('\n');
        output.flush();
    }

    private void ids(RecordField field, List<String> list) {
        lines.writeArrayPropertyStart(field.jsonName());
        list.forEach(lines::writeString);
        lines.writeEndArray();
    }

    private static IOException inputOutput(JacksonException failed) {
        return failed.getCause() instanceof IOException cause ? cause : new IOException(failed);
    }
}
