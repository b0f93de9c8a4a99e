package dev.holdfast.cli.report;

import dev.holdfast.cli.replay.ReplayReport;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/// Prints one trace on several sizes of device memory: which card does it need?
public final class CurvePrinter {
    /// Where there is no figure.
    static final String NONE = "–";

    private CurvePrinter() {}

    /// Prints a row for each replay; speeds are relative to that with the most memory.
    public static void print(List<ReplayReport> curve, PrintWriter target) {
        Lines out = new Lines(target);
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
                    speed(report, largest),
                    time(report),
                    Words.bytes(report.traffic().bytesToDevice()),
                    optimalBytes < 0 ? "does not fit" : Words.bytes(optimalBytes),
                    Words.bytes(report.traffic().bytesToHost()),
                    Words.count(report.traffic().evictions()),
                    report.isGood() ? "all" : "NOT",
                    report.verification().digest());
        }
        out.blank();
        table.lines().forEach(out::line);
        out.flush();
    }

    private static String time(ReplayReport report) {
        OptionalLong nanos = report.timing().wallNanos();
        return nanos.isEmpty() ? NONE : Words.nanos(nanos.getAsLong());
    }

    /// How quick a replay was, compared with another; a dash where one of them did nothing.
    static String speed(ReplayReport report, ReplayReport reference) {
        long nanos = report.timing().wallNanos().orElse(0);
        long referenceNanos = reference.timing().wallNanos().orElse(0);
        return nanos == 0 || referenceNanos == 0
                ? NONE
                : Words.times((double) referenceNanos / nanos);
    }
}
