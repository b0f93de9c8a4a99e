package dev.holdfast.cli.record;

import dev.holdfast.cli.trace.TraceWriter;
import dev.holdfast.memory.recorder.TraceSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Writes an ops-trace of a program while it runs: hand it to
/// [dev.holdfast.memory.MemoryOptions#traceTo] and close it after the manager.
///
/// It is told of everything under the ledger, so there it only puts a note on a queue; a thread of
/// its own does the writing. A file that can no longer be written does not disturb the program:
/// [#close] says so.
public final class OpsTraceSink implements TraceSink, AutoCloseable {
    private final LinkedBlockingQueue<Note> notes = new LinkedBlockingQueue<>();
    private final TraceRecording recording;
    private final OutputStream output;
    private final Thread writer;

    // written by the writer before it ends, read after that
    private @Nullable IOException failure;

    private OpsTraceSink(OutputStream output, String name) throws IOException {
        this.output = output;
        this.recording = new TraceRecording(output, name);
        this.writer =
                Thread.ofPlatform().daemon().name("holdfast-trace").unstarted(this::writeNotes);
    }

    /// Writes a trace of that name to that file, replacing it; gzip if its name ends in `.gz`.
    public static OpsTraceSink to(Path file, String name) throws IOException {
        OutputStream output = TraceWriter.open(file);
        OpsTraceSink sink;
        try {
            sink = new OpsTraceSink(output, name);
        } catch (IOException failed) {
            output.close();
            throw failed;
        }
        sink.writer.start();
        return sink;
    }

    @Override
    public void buffer(long id, long sizeBytes, String client) {
        notes.add(new Note.Created(id, sizeBytes, client));
    }

    @Override
    public void uploaded(long id) {
        notes.add(new Note.Uploaded(id));
    }

    @Override
    public void operation(String name, List<Long> reads, List<Long> writes) {
        notes.add(new Note.Submitted(name, reads, writes));
    }

    @Override
    public void freed(long id) {
        notes.add(new Note.Freed(id));
    }

    /// Waits until everything noted so far has been written, and closes the file. Closing twice is
    /// harmless.
    @Override
    public void close() throws IOException {
        notes.add(new Note.End());
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        IOException problem = failure;
        if (problem != null) {
            throw problem;
        }
    }

    private void writeNotes() {
        try (output) {
            for (Note note = next(); !(note instanceof Note.End); note = next()) {
                recording.take(note);
            }
            recording.finish();
        } catch (IOException problem) {
            failure = problem;
            // the program goes on, and so do its notes
            Note unwritten = next();
            while (!(unwritten instanceof Note.End)) {
                unwritten = next();
            }
        }
    }

    /// The next note, however long it takes.
    private Note next() {
        Note note = null;
        while (note == null) {
            try {
                note = notes.take();
            } catch (InterruptedException nobodyDoesThat) {
                note = null;
            }
        }
        return note;
    }
}
