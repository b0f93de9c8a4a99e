package dev.holdfast.cli.trace;

import dev.holdfast.device.unit.Bytes;

/// What can be said of a trace without running it.
///
/// A buffer is *live* from its first use, or from the start if its content is uploaded, until the
/// operation that frees it has ended; what is never freed is live to the end.
///
/// @param name of the trace
/// @param ops operations of one iteration
/// @param buffers declared
/// @param clients named by the trace; 0 where it names none
/// @param reads buffers read, counted once for each operation that reads them
/// @param readBytes their sizes added up
/// @param writes buffers written, counted like reads
/// @param writeBytes their sizes added up
/// @param declaredBytes sizes of all buffers, whether or not they live at the same time
/// @param initialBytes sizes of those whose content is uploaded
/// @param peakLiveBytes the most that is live at once: memory of this size holds all of it
/// @param largestOpBytes the most that one operation touches: with less it cannot run
/// @param totalNanos durations of all operations added up; 0 where the trace does not say
public record TraceFigures(
        String name,
        int ops,
        int buffers,
        int clients,
        long reads,
        long readBytes,
        long writes,
        long writeBytes,
        long declaredBytes,
        long initialBytes,
        long peakLiveBytes,
        long largestOpBytes,
        long totalNanos) {

    public static TraceFigures of(Trace trace) {
        long reads = 0;
        long readBytes = 0;
        long writes = 0;
        long writeBytes = 0;
        long largestOpBytes = 0;
        long totalNanos = 0;
        for (TraceOp op : trace.ops()) {
            reads += op.reads().size();
            readBytes += trace.totalBytes(op.reads());
            writes += op.writes().size();
            writeBytes += trace.totalBytes(op.writes());
            largestOpBytes = Math.max(largestOpBytes, trace.footprintBytes(op));
            totalNanos += op.nanos();
        }
        return new TraceFigures(
                trace.name(),
                trace.ops().size(),
                trace.buffers().size(),
                trace.clients().size(),
                reads,
                readBytes,
                writes,
                writeBytes,
                trace.buffers().stream().mapToLong(TraceBuffer::sizeBytes).sum(),
                initialBytes(trace),
                peakLiveBytes(trace, 1),
                largestOpBytes,
                totalNanos);
    }

    private static long initialBytes(Trace trace) {
        return trace.buffers().stream()
                .filter(TraceBuffer::initial)
                .mapToLong(TraceBuffer::sizeBytes)
                .sum();
    }

    /// The most that is live at once where each buffer takes a whole number of units, of
    /// `unitBytes` each: a power of two.
    public static long peakLiveBytes(Trace trace, long unitBytes) {
        boolean[] live = new boolean[trace.buffers().size()];
        long liveBytes = 0;
        for (int i = 0; i < live.length; i++) {
            live[i] = trace.buffer(i).initial();
            liveBytes += live[i] ? spaceBytes(trace, i, unitBytes) : 0;
        }
        long peakBytes = liveBytes;
        for (TraceOp op : trace.ops()) {
            for (int i = 0; i < op.uses().size(); i++) {
                int used = op.uses().at(i);
                liveBytes += live[used] ? 0 : spaceBytes(trace, used, unitBytes);
                live[used] = true;
            }
            peakBytes = Math.max(peakBytes, liveBytes);
            for (int i = 0; i < op.frees().size(); i++) {
                int freed = op.frees().at(i);
                liveBytes -= live[freed] ? spaceBytes(trace, freed, unitBytes) : 0;
            }
        }
        return peakBytes;
    }

    private static long spaceBytes(Trace trace, int buffer, long unitBytes) {
        return Bytes.roundUp(trace.sizeBytes(buffer), unitBytes);
    }
}
