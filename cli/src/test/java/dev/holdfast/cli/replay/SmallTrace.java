package dev.holdfast.cli.replay;

import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceBuffer;
import dev.holdfast.cli.trace.TraceBuilder;
import dev.holdfast.cli.trace.TraceException;
import java.util.List;

/// Traces in a few lines of a test.
final class SmallTrace {
    private final TraceBuilder builder = new TraceBuilder("small");

    SmallTrace buffer(String id, long sizeBytes) {
        return buffer(id, sizeBytes, false, "");
    }

    SmallTrace initial(String id, long sizeBytes) {
        return buffer(id, sizeBytes, true, "");
    }

    SmallTrace buffer(String id, long sizeBytes, boolean initial, String client) {
        try {
            builder.declare(new TraceBuffer(id, sizeBytes, initial, client));
            return this;
        } catch (TraceException wrong) {
            throw new AssertionError(wrong);
        }
    }

    /// Lists of ids with blanks between.
    SmallTrace op(String name, String reads, String writes, String frees) {
        try {
            builder.operation(name, ids(reads), ids(writes), ids(frees), 0);
            return this;
        } catch (TraceException wrong) {
            throw new AssertionError(wrong);
        }
    }

    SmallTrace op(String name, String reads, String writes) {
        return op(name, reads, writes, "");
    }

    Trace build() {
        try {
            return builder.build();
        } catch (TraceException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static List<String> ids(String text) {
        return text.isBlank() ? List.of() : List.of(text.split(" "));
    }

    /// Runs a trace.
    static ReplayReport run(Trace trace, ReplayOptions options) {
        try {
            return Replay.run(trace, options, Progress.NONE);
        } catch (InputException wrong) {
            throw new AssertionError(wrong);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
