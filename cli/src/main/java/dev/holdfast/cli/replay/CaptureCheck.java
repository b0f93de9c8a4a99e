package dev.holdfast.cli.replay;

import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceAccess;
import dev.holdfast.cli.trace.TraceOp;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// Holds a capture against the trace: which words the guilty operation was to find in what it reads
/// follows from the trace alone, by counting who wrote what before it.
final class CaptureCheck {
    private final Trace trace;
    private final Tenancy tenancy;
    private final WordPattern pattern;

    CaptureCheck(Trace trace, Tenancy tenancy, WordPattern pattern) {
        this.trace = trace;
        this.tenancy = tenancy;
        this.pattern = pattern;
    }

    /// What was found; `file` is where the capture went.
    CaptureReport check(Capture capture, String file) {
        Optional<CapturedCommand> guilty = capture.guilty();
        long words = 0;
        long wrong = 0;
        long reads = 0;
        int moved = 0;
        for (CapturedObject object : capture.objects()) {
            moved += object.moved() ? 1 : 0;
        }
        if (guilty.isPresent()) {
            CapturedCommand command = guilty.get();
            int client = (int) (command.scalars().getFirst() >>> 40) - 1;
            long nth = command.scalars().getFirst() & ((1L << 40) - 1);
            int op = opOf(client, nth);
            TraceOp traced = trace.ops().get(op);
            for (int position = 0; position < traced.uses().size(); position++) {
                TraceAccess access = traced.accessAt(position);
                long id = command.uses().get(position).object();
                Contents.Present bytes = access == TraceAccess.READ ? bytes(capture, id) : null;
                if (bytes != null) {
                    long identity = identityAt(traced.uses().at(position), client, nth, op);
                    wrong += wrong(bytes, identity);
                    words += bytes.sizeBytes() / Long.BYTES;
                    reads++;
                }
            }
        }
        return new CaptureReport(
                file,
                capture.trigger().text(),
                guilty.map(CapturedCommand::name).orElse(""),
                guilty.map(CapturedCommand::client).orElse(""),
                capture.objects().size(),
                moved,
                reads,
                words,
                wrong);
    }

    private static Contents.@org.jspecify.annotations.Nullable Present bytes(
            Capture capture, long id) {
        for (CapturedObject object : capture.objects()) {
            if (object.id() == id && object.contents() instanceof Contents.Present present) {
                return present;
            }
        }
        return null;
    }

    /// The `nth` operation of a client, over all iterations.
    private int opOf(int client, long nth) {
        long left = nth % opsOf(client);
        for (int op = 0; op < trace.ops().size(); op++) {
            if (tenancy.clientOf()[op] == client && left-- == 0) {
                return op;
            }
        }
        throw new IllegalArgumentException("the trace has no operation " + nth + " of " + client);
    }

    private long opsOf(int client) {
        long ops = 0;
        for (int op = 0; op < trace.ops().size(); op++) {
            ops += tenancy.clientOf()[op] == client ? 1 : 0;
        }
        return ops;
    }

    /// What a buffer holds when an operation comes to it: its last content since it was last freed.
    private long identityAt(int buffer, int client, long nth, int op) {
        long iterations = nth / opsOf(client);
        long versions = trace.buffer(buffer).initial() ? 1 : 0;
        boolean written = versions > 0;
        for (long iteration = 0; iteration <= iterations; iteration++) {
            int until = iteration == iterations ? op : trace.ops().size();
            for (int each = 0; each < until; each++) {
                TraceOp before = trace.ops().get(each);
                if (before.writes().stream().anyMatch(id -> id == buffer)) {
                    versions++;
                    written = true;
                }
                if (before.frees().stream().anyMatch(id -> id == buffer)) {
                    // an initial one is uploaded again when it is next used
                    versions += trace.buffer(buffer).initial() ? 1 : 0;
                    written = trace.buffer(buffer).initial();
                }
            }
        }
        return written ? pattern.identity(buffer, versions) : WordPattern.ZEROS;
    }

    private long wrong(Contents.Present bytes, long identity) {
        long wrong = 0;
        long index = 0;
        for (MemorySegment chunk : bytes.chunks()) {
            for (long at = 0; at + Long.BYTES <= chunk.byteSize(); at += Long.BYTES) {
                long found = chunk.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
                wrong += found == pattern.word(identity, index++) ? 0 : 1;
            }
        }
        return wrong;
    }
}
