package dev.holdfast.cli.trace;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/// The lines of a file, one at a time, gunzipped if the file begins like gzip.
///
/// Lines are handed out as bytes in an array that the next line reuses. Blank lines are passed over
/// but counted. Whatever goes wrong becomes a [TraceException] that names the file and, once
/// reading has begun, the line that could not be completed.
final class TraceLines implements Closeable {
    /// Far more than any record needs; without a limit, a file that has no line ends would be read
    /// into memory whole before anybody could say that it is no trace.
    private static final int MAX_LINE_BYTES = 64 << 20;

    private static final int CHUNK_BYTES = 64 << 10;
    private static final int GZIP_MAGIC = 0x1f8b;

    private final String file;
    private final InputStream input;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int chunkStart;
    private int chunkEnd;
    private byte[] line = new byte[4 << 10];
    private int lineLength;
    private long lineNumber;

    private TraceLines(String file, InputStream input) {
        this.file = file;
        this.input = input;
    }

    static TraceLines open(Path path) throws TraceException {
        String file = path.toString();
        if (Files.isDirectory(path)) {
            throw TraceException.inFile(file, "a directory, where a trace file is needed");
        }
        try {
            return of(file, Files.newInputStream(path));
        } catch (NoSuchFileException missing) {
            throw TraceException.inFile(file, "no such file");
        } catch (AccessDeniedException denied) {
            throw TraceException.inFile(file, "no permission to read it");
        } catch (IOException failed) {
            throw TraceException.inFile(file, "cannot be opened: " + failed.getMessage());
        }
    }

    /// Takes over `raw`, and closes it if this fails.
    static TraceLines of(String file, InputStream raw) throws TraceException {
        TraceLines lines = new TraceLines(file, new BufferedInputStream(raw, CHUNK_BYTES));
        try {
            return isGzip(lines.input) ? new TraceLines(file, new GzipInput(lines.input)) : lines;
        } catch (IOException failed) {
            lines.close();
            throw lines.readFailure(failed);
        }
    }

    private static boolean isGzip(InputStream input) throws IOException {
        input.mark(2);
        int magic = input.read() << 8 | input.read();
        input.reset();
        return magic == GZIP_MAGIC;
    }

    /// Goes to the next line that is not blank.
    ///
    /// @return whether there was one
    boolean next() throws TraceException {
        while (readLine()) {
            if (!isBlank()) {
                return true;
            }
        }
        return false;
    }

    /// {@return the line's bytes, without its end; only the first [#length()] are valid}
    byte[] bytes() {
        return line;
    }

    int length() {
        return lineLength;
    }

    /// {@return the number of the line last read, from 1; 0 before the first}
    long lineNumber() {
        return lineNumber;
    }

    String file() {
        return file;
    }

    TraceException failure(TraceException problem) {
        return problem.at(file, Math.max(1, lineNumber));
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException nothingLeftToLose) {
            // All that mattered has been read, and nothing was written.
        }
    }

    private boolean readLine() throws TraceException {
        lineLength = 0;
        boolean any = false;
        while (chunkStart < chunkEnd || readChunk()) {
            if (!any) {
                any = true;
                lineNumber++;
            }
            int end = chunkStart;
            while (end < chunkEnd && chunk[end] != '\n') {
                end++;
            }
            append(chunkStart, end);
            boolean ended = end < chunkEnd;
            chunkStart = ended ? end + 1 : end;
            if (ended) {
                return true;
            }
        }
        return any;
    }

    private void append(int start, int end) throws TraceException {
        int length = lineLength + (end - start);
        if (length > MAX_LINE_BYTES) {
            throw failure(
                    new TraceException(
                            "longer than %d bytes; a trace has one JSON object on each line"
                                    .formatted(MAX_LINE_BYTES)));
        }
        if (length > line.length) {
            line = Arrays.copyOf(line, Math.max(length, line.length * 2));
        }
        System.arraycopy(chunk, start, line, lineLength, end - start);
        lineLength = length;
    }

    private boolean readChunk() throws TraceException {
        try {
            chunkStart = 0;
            chunkEnd = Math.max(0, input.read(chunk));
            return chunkEnd > 0;
        } catch (IOException failed) {
            if (lineLength == 0) {
                lineNumber++;
            }
            throw readFailure(failed);
        }
    }

    private TraceException readFailure(IOException failed) {
        String problem =
                switch (failed) {
                    case GzipInput.BrokenGzipException broken ->
                            String.valueOf(broken.getMessage());
                    default -> "cannot be read: " + failed.getMessage();
                };
        return failure(new TraceException(problem));
    }

    private boolean isBlank() {
        for (int i = 0; i < lineLength; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
