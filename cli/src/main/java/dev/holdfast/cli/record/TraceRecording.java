package dev.holdfast.cli.record;

import dev.holdfast.cli.trace.TraceBuffer;
import dev.holdfast.cli.trace.TraceLineWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts notes into the form of an ops-trace.
///
/// Two things are known only later than they are written. Whether a buffer has content at the start
/// is known at its first use, so its declaration is held back until then. Which buffers an
/// operation frees is known when the next one comes, so the last operation is held back too. An
/// upload into a buffer that has been used already becomes an operation of its own that overwrites
/// it.
final class TraceRecording {
    private final TraceLineWriter lines;
    private final Map<Long, TraceBuffer> undeclared = new HashMap<>();
    private final Map<Long, Boolean> used = new HashMap<>();
    private Note.@Nullable Submitted held;
    private final List<String> freedAfterHeld = new ArrayList<>();

    TraceRecording(OutputStream output, String name) throws IOException {
        this.lines = new TraceLineWriter(output, name);
    }

    void take(Note note) throws IOException {
        switch (note) {
            case Note.Created(long id, long sizeBytes, String client) ->
                    undeclared.put(id, new TraceBuffer(text(id), sizeBytes, false, client));
            case Note.Uploaded(long id) -> upload(id);
            case Note.Submitted submitted -> hold(submitted);
            case Note.Freed(long id) -> free(id);
            case Note.End end -> {}
        }
    }

    /// Writes what was held back.
    void finish() throws IOException {
        release();
        lines.finish();
    }

    private void upload(long id) throws IOException {
        if (Boolean.TRUE.equals(used.get(id))) {
            hold(new Note.Submitted("upload", List.of(), List.of(id)));
        } else {
            declare(id, true);
        }
    }

    private void hold(Note.Submitted submitted) throws IOException {
        release();
        held = submitted;
        for (List<Long> each : List.of(submitted.reads(), submitted.writes())) {
            for (long id : each) {
                declare(id, false);
                used.put(id, true);
            }
        }
    }

    private void free(long id) throws IOException {
        boolean neverUsed = undeclared.remove(id) != null;
        used.remove(id);
        if (neverUsed) {
            return;
        }
        if (held == null) {
            held = new Note.Submitted("free", List.of(), List.of());
        }
        freedAfterHeld.add(text(id));
    }

    private void declare(long id, boolean initial) throws IOException {
        TraceBuffer buffer = undeclared.remove(id);
        if (buffer != null) {
            lines.buffer(
                    new TraceBuffer(buffer.id(), buffer.sizeBytes(), initial, buffer.client()));
            used.put(id, false);
        }
    }

    private void release() throws IOException {
        if (held != null) {
            lines.operation(
                    held.name(), texts(held.reads()), texts(held.writes()), freedAfterHeld, 0);
        }
        held = null;
        freedAfterHeld.clear();
    }

    private static List<String> texts(List<Long> ids) {
        return ids.stream().map(TraceRecording::text).toList();
    }

    private static String text(long id) {
        return Long.toString(id);
    }
}
