package dev.holdfast.cli.trace;

import static dev.holdfast.cli.trace.TraceException.quoted;

/// Our own format: a header, then buffers and operations in any order that declares a buffer before
/// its use.
final class OpsTraceFormat implements TraceFormat {
    static final String NAME = "ops-trace";
    static final long VERSION = 1;

    private boolean headerSeen;

    @Override
    public void accept(TraceRecord record, TraceBuilder builder) throws TraceException {
        if (record.has(RecordField.FORMAT)) {
            acceptHeader(record, builder);
        } else if (record.has(RecordField.BUFFER) && record.has(RecordField.OP)) {
            throw new TraceException("a record with both \"buffer\" and \"op\"; make it two lines");
        } else if (record.has(RecordField.BUFFER)) {
            acceptBuffer(record, builder);
        } else if (record.has(RecordField.OP)) {
            acceptOp(record, builder);
        } else {
            throw new TraceException(
                    "unknown record %s; expected a \"buffer\" or an \"op\""
                            .formatted(record.description()));
        }
    }

    private void acceptHeader(TraceRecord record, TraceBuilder builder) throws TraceException {
        if (headerSeen) {
            throw new TraceException("a second header; a file holds one trace");
        }
        headerSeen = true;
        String format = record.text(RecordField.FORMAT);
        if (!format.equals(NAME)) {
            throw new TraceException(
                    "format %s is not known; expected \"%s\"".formatted(quoted(format), NAME));
        }
        if (!record.has(RecordField.VERSION)) {
            throw new TraceException(
                    "the header has no \"version\"; expected \"version\":%d".formatted(VERSION));
        }
        long version = record.number(RecordField.VERSION, 0);
        if (version != VERSION) {
            throw new TraceException(
                    "version %d of %s is not supported; expected version %d"
                            .formatted(version, NAME, VERSION));
        }
        if (!record.text(RecordField.NAME).isEmpty()) {
            builder.rename(record.text(RecordField.NAME));
        }
    }

    private static void acceptBuffer(TraceRecord record, TraceBuilder builder)
            throws TraceException {
        String id = record.text(RecordField.BUFFER);
        if (!record.has(RecordField.BYTES)) {
            throw new TraceException("buffer %s has no \"bytes\"".formatted(quoted(id)));
        }
        builder.declare(
                new TraceBuffer(
                        id,
                        record.number(RecordField.BYTES, 0),
                        record.flag(RecordField.INITIAL),
                        record.text(RecordField.CLIENT)));
    }

    private static void acceptOp(TraceRecord record, TraceBuilder builder) throws TraceException {
        builder.operation(
                record.text(RecordField.OP),
                record.ids(RecordField.READS),
                record.ids(RecordField.WRITES),
                record.ids(RecordField.FREES),
                record.number(RecordField.NANOS, 0));
    }
}
