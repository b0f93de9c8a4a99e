package dev.holdfast.cli.report;

import dev.holdfast.cli.replay.ReplayReport;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;

/// Prints one trace on several sizes of device memory: which card does it need?
public final class CurvePrinter {
    private CurvePrinter() {}

    /// Prints a row for each replay; speeds are relative to that with the most memory.
    public static void print(List<ReplayReport> curve, PrintWriter out) {
        ReplayReport largest =
                curve.stream()
                        .max(Comparator.comparingLong(ReplayReport::deviceBytes))
                        .orElseThrow();
        TextTable table =
                new TextTable(
                        "memory",
                        "bytes",
                        "speed",
                        "time",
                        "to device",
                        "optimum",
                        "to host",
                        "evictions",
                        "verified",
                        "digest");
        for (ReplayReport report : curve) {
            long optimalBytes = report.optimalBytesToDevice().orElse(-1);
            table.row(
                    report.options().deviceMemory().text(),
                    Words.bytes(report.deviceBytes()),
                    Words.times(speed(report, largest)),
                    Words.nanos(report.timing().wallNanos()),
                    Words.bytes(report.traffic().bytesToDevice()),
                    optimalBytes < 0 ? "does not fit" : Words.bytes(optimalBytes),
                    Words.bytes(report.traffic().bytesToHost()),
                    Words.count(report.traffic().evictions()),
                    report.isGood() ? "all" : "NOT",
                    report.verification().digest());
        }
        out.println();
        table.lines().forEach(out::println);
        out.flush();
    }

    /// How quick a replay was, compared with another.
    public static double speed(ReplayReport report, ReplayReport reference) {
        return (double) reference.timing().wallNanos() / Math.max(1, report.timing().wallNanos());
    }
}
