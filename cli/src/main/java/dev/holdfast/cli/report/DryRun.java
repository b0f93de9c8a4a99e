package dev.holdfast.cli.report;

import dev.holdfast.cli.optimum.FurthestNextUse;
import dev.holdfast.cli.optimum.LeastRecentlyUsed;
import dev.holdfast.cli.optimum.NeverFits;
import dev.holdfast.cli.optimum.Traffic;
import dev.holdfast.cli.optimum.TrafficOutcome;
import dev.holdfast.cli.replay.MemorySize;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceFigures;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// What can be said of a trace without moving a byte: its figures, and how little traffic it could
/// do with.
///
/// @param figures of the trace
/// @param rows one for each size of device memory
public record DryRun(TraceFigures figures, List<Row> rows) {
    /// Bytes fetched *again* need a second iteration to show what a wrap-around costs.
    private static final int LEAST_ITERATIONS = 2;

    /// One size of device memory.
    ///
    /// @param size as it was asked for
    /// @param deviceBytes as it is
    /// @param optimalBytesToDevice what furthest-next-use fetches in the iterations that count
    /// @param refetchedBytes what it fetches again after a first fetch or a write, a mean iteration
    /// @param refetchedBytesLru the same for least-recently-used
    /// @param obstacle why the trace cannot run in this memory; empty if it can
    public record Row(
            String size,
            long deviceBytes,
            long optimalBytesToDevice,
            long refetchedBytes,
            long refetchedBytesLru,
            String obstacle) {}

    /// Takes its own copy of the rows.
    public DryRun {
        rows = List.copyOf(rows);
    }

    /// Works it out.
    public static DryRun of(Trace trace, List<MemorySize> sizes, int iterations) {
        TraceFigures figures = TraceFigures.of(trace);
        List<Row> rows = new ArrayList<>();
        for (MemorySize size : sizes) {
            long deviceBytes = size.ofBytes(figures.peakLiveBytes());
            int runs = Math.max(iterations, LEAST_ITERATIONS);
            TrafficOutcome optimum = new FurthestNextUse().run(trace, deviceBytes, runs);
            rows.add(
                    switch (optimum) {
                        case NeverFits refused ->
                                new Row(size.text(), deviceBytes, 0, 0, 0, refused.message());
                        case Traffic traffic ->
                                new Row(
                                        size.text(),
                                        deviceBytes,
                                        counted(traffic, iterations),
                                        refetched(traffic),
                                        refetched(lru(trace, deviceBytes, runs)),
                                        "");
                    });
        }
        return new DryRun(figures, rows);
    }

    private static Traffic lru(Trace trace, long deviceBytes, int runs) {
        return new LeastRecentlyUsed().run(trace, deviceBytes, runs).orThrow();
    }

    private static long counted(Traffic traffic, int iterations) {
        return iterations > 1
                ? traffic.bytesToDeviceFrom(1)
                : traffic.iterations().getFirst().bytesToDevice();
    }

    private static long refetched(Traffic traffic) {
        return Math.round(traffic.meanRefetchedBytes());
    }

    /// True if the trace can run in every one of the sizes.
    public boolean fits() {
        return rows.stream().allMatch(row -> row.obstacle().isEmpty());
    }

    /// Prints it for people.
    public void print(PrintWriter target) {
        Lines out = new Lines(target);
        out.format(
                "%s: %s on %s, %s",
                figures.name(),
                Words.count(figures.ops(), "operation"),
                Words.count(figures.buffers(), "buffer"),
                figures.clients() > 1 ? figures.clients() + " clients" : "1 client");
        line(out, "live", Words.bytes(figures.peakLiveBytes()) + " at the peak");
        line(out, "largest", Words.bytes(figures.largestOpBytes()) + " in one operation");
        line(out, "reads", Words.count(figures.reads()) + ", " + Words.bytes(figures.readBytes()));
        line(
                out,
                "writes",
                Words.count(figures.writes()) + ", " + Words.bytes(figures.writeBytes()));
        line(out, "kernels", Words.nanos(figures.totalNanos()));
        out.blank();
        out.line("Bytes to the device, and bytes fetched again in a mean iteration:");
        out.blank();
        TextTable table =
                new TextTable("memory", "bytes", "furthest next use", "again", "again with LRU");
        for (Row row : rows) {
            boolean fits = row.obstacle().isEmpty();
            table.row(
                    row.size(),
                    Words.bytes(row.deviceBytes()),
                    fits ? gigabytes(row.optimalBytesToDevice()) : "does not fit",
                    fits ? gigabytes(row.refetchedBytes()) : "",
                    fits ? gigabytes(row.refetchedBytesLru()) : "");
        }
        table.lines().forEach(out::line);
        for (Row row : rows) {
            if (!row.obstacle().isEmpty()) {
                out.line(row.size() + ": " + row.obstacle());
            }
        }
        out.flush();
    }

    private static String gigabytes(long sizeBytes) {
        return sizeBytes >= 1_000_000_000
                ? String.format(java.util.Locale.ROOT, "%.1f GB", sizeBytes / 1e9)
                : String.format(java.util.Locale.ROOT, "%.1f MB", sizeBytes / 1e6);
    }

    private static void line(Lines out, String what, String text) {
        out.format("%-11s %s", what, text);
    }
}
