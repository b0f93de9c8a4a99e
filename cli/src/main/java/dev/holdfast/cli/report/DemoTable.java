package dev.holdfast.cli.report;

import dev.holdfast.cli.replay.ReplayReport;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceFigures;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Prints the demonstration: what is run, a row for each replay as soon as it is over, and what has
/// been shown.
public final class DemoTable {
    private final TraceFigures figures;
    private final PrintWriter out;
    private final TextTable table =
            new TextTable("", "memory", "digest of the result", "wrong words", "repaired", "speed")
                    .reserve("a quarter, 5 % of copies fail", "61.3 MiB", "", "", "", "× 1.00");
    private final List<ReplayReport> reports = new ArrayList<>();

    /// A table of replays of `trace`, printed to `out`.
    public DemoTable(Trace trace, PrintWriter out) {
        this.figures = TraceFigures.of(trace);
        this.out = out;
    }

    /// Prints what is going to be run, and the head.
    public void begin(long linkBytesPerSecond) {
        out.printf(
                "One training step of a small transformer: %s on %s, %s live at the peak.%n",
                Words.count(figures.ops(), "kernel"),
                Words.count(figures.buffers(), "buffer"),
                Words.bytes(figures.peakLiveBytes()));
        out.printf(
                "Every kernel checks every word that it reads; all of them take %s, the link moves"
                        + " %s a second.%n%n",
                Words.nanos(figures.totalNanos()), Words.bytes(linkBytesPerSecond));
        table.head().forEach(out::println);
        out.flush();
    }

    /// Prints one replay.
    public void row(String what, ReplayReport report) {
        reports.add(report);
        table.row(
                what,
                Words.bytes(report.deviceBytes()),
                report.verification().digest(),
                Words.count(report.verification().wrongWordCount()),
                Words.count(repaired(report)),
                Words.times(CurvePrinter.speed(report, reports.getFirst())));
        out.println(table.lastLine());
        out.flush();
    }

    /// Prints the verdict; the answer is whether all is well.
    public boolean end() {
        long digests =
                reports.stream().map(report -> report.verification().digest()).distinct().count();
        boolean good = digests == 1 && reports.stream().allMatch(ReplayReport::isGood);
        out.println();
        if (good) {
            ReplayReport last = reports.getLast();
            out.printf(
                    "The same result each time, though %s had to make room and %s failed copies"
                            + " had to be repaired.%n",
                    Words.count(last.traffic().evictions(), "buffer"), Words.count(repaired(last)));
        } else {
            out.println(
                    digests == 1
                            ? "NOT VERIFIED: something was wrong, skipped or left behind."
                            : "NOT THE SAME: the results differ.");
            for (ReplayReport report : reports) {
                report.verification().wrongWords().forEach(out::println);
                report.verification().skips().stream()
                        .limit(1)
                        .forEach(skip -> out.println(skip.op() + ": " + skip.fault()));
                report.leaks().forEach(out::println);
            }
        }
        out.flush();
        return good;
    }

    private static long repaired(ReplayReport report) {
        return report.traffic().copiesRepairedByHost() + report.traffic().copiesRepairedByQueue();
    }
}
