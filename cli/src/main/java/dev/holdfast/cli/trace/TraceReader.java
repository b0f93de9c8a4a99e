package dev.holdfast.cli.trace;

import java.io.InputStream;
import java.nio.file.Path;

/// Reads a trace of either kind, gzip or plain, told apart by content and never by file name.
///
/// Reading is one pass over the file: a line is parsed, checked, added and forgotten. What stays is
/// the trace itself.
///
/// @param mooncakeBlockBytes the size of one block of a Mooncake trace, which does not say it
public record TraceReader(long mooncakeBlockBytes) {
    /// A block size at which the public one-hour trace is a working set of some 3 GB.
    public static final long DEFAULT_MOONCAKE_BLOCK_BYTES = 16 << 10;

    public TraceReader {
        if (mooncakeBlockBytes < 1) {
            throw new IllegalArgumentException(
                    "a block must have at least 1 byte, not " + mooncakeBlockBytes);
        }
    }

    public TraceReader() {
        this(DEFAULT_MOONCAKE_BLOCK_BYTES);
    }

    /// @throws TraceException if there is anything in or about the file that makes it unusable
    public Trace read(Path path) throws TraceException {
        Path fileName = path.getFileName();
        try (TraceLines lines = TraceLines.open(path)) {
            return read(lines, stem(fileName == null ? "trace" : fileName.toString()));
        }
    }

    /// Reads from `input`, closing it; `name` stands for the file in messages.
    public Trace read(InputStream input, String name) throws TraceException {
        try (TraceLines lines = TraceLines.of(name, input)) {
            return read(lines, stem(name));
        }
    }

    private Trace read(TraceLines lines, String fallbackName) throws TraceException {
        RecordParser parser = new RecordParser();
        TraceRecord record = new TraceRecord();
        TraceBuilder builder = new TraceBuilder(fallbackName);
        TraceFormat format = null;
        while (lines.next()) {
            try {
                parser.parse(lines.bytes(), lines.length(), record);
                format = format == null ? formatOf(record) : format;
                format.accept(record, builder);
            } catch (TraceException problem) {
                throw lines.failure(problem);
            }
        }
        if (format == null) {
            throw TraceException.inFile(
                    lines.file(),
                    "empty; expected an ops-trace or Mooncake requests, one JSON object a line");
        }
        try {
            return builder.build();
        } catch (TraceException problem) {
            throw lines.failure(problem);
        }
    }

    private TraceFormat formatOf(TraceRecord record) throws TraceException {
        if (record.has(RecordField.FORMAT)) {
            return new OpsTraceFormat();
        }
        if (record.has(RecordField.HASH_IDS)) {
            return new MooncakeFormat(mooncakeBlockBytes);
        }
        throw new TraceException(
                "neither an ops-trace header,"
                        + " {\"format\":\"ops-trace\",\"version\":1,\"name\":...}, nor a Mooncake"
                        + " request with \"hash_ids\"");
    }

    /// {@return the name of a file without the folder and what follows its first dot}
    private static String stem(String fileName) {
        int dot = fileName.indexOf('.', 1);
        return dot < 0 ? fileName : fileName.substring(0, dot);
    }
}
