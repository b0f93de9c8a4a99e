package dev.holdfast.cli.report;

import dev.holdfast.cli.replay.ReplayReport;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceFigures;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Prints the demonstration: what is run, a row for each replay as soon as it is over, and what has
/// been shown.
public final class DemoTable {
    private final TraceFigures figures;
    private final Lines out;
    private final TextTable table =
            new TextTable("", "memory", "digest of the result", "wrong words", "repaired", "speed")
                    .reserve("the same, nobody looks at copies", "61.3 MiB", "", "", "", "× 1.00");
    private final List<ReplayReport> reports = new ArrayList<>();
    private Optional<ControlRow> control = Optional.empty();

    /// A table of replays of `trace`, printed to `out`.
    public DemoTable(Trace trace, PrintWriter out) {
        this.figures = TraceFigures.of(trace);
        this.out = new Lines(out);
    }

    /// Prints what is going to be run, and the head.
    public void begin(long linkBytesPerSecond) {
        out.format(
                "One training step of a small transformer: %s on %s, %s live at the peak.",
                Words.count(figures.ops(), "kernel"),
                Words.count(figures.buffers(), "buffer"),
                Words.bytes(figures.peakLiveBytes()));
        out.format(
                "Every kernel checks every word that it reads; all of them take %s, the link moves"
                        + " %s a second.",
                Words.nanos(figures.totalNanos()), Words.bytes(linkBytesPerSecond));
        out.blank();
        table.head().forEach(out::line);
        out.flush();
    }

    /// Prints one replay.
    public void row(String what, ReplayReport report) {
        reports.add(report);
        print(
                what,
                Words.bytes(report.deviceBytes()),
                report.verification().digest(),
                Words.count(report.verification().wrongWordCount()),
                Words.count(repaired(report)),
                CurvePrinter.speed(report, reports.getFirst()));
    }

    /// Prints the replay with one protection removed. It is not paced, so it has no speed.
    public void control(String what, ControlRow row) {
        control = Optional.of(row);
        switch (row) {
            case ControlRow.Ran ran ->
                    print(
                            what,
                            Words.bytes(ran.deviceBytes()),
                            ran.digest(),
                            Words.count(ran.wrongWords()),
                            Words.count(ran.repaired()),
                            CurvePrinter.NONE);
            case ControlRow.NotRun(String reason) ->
                    print(
                            what,
                            CurvePrinter.NONE,
                            reason,
                            CurvePrinter.NONE,
                            CurvePrinter.NONE,
                            CurvePrinter.NONE);
            case ControlRow.Broken(String reason) ->
                    print(
                            what,
                            CurvePrinter.NONE,
                            "failed",
                            CurvePrinter.NONE,
                            CurvePrinter.NONE,
                            CurvePrinter.NONE);
        }
    }

    private void print(String... cells) {
        table.row(cells);
        out.line(table.lastLine());
        out.flush();
    }

    /// Prints the verdict; the answer is whether all is well: that those with every protection are
    /// right, and that the one without is not.
    public boolean end() {
        out.blank();
        boolean good = resultVerdict();
        boolean shown = controlVerdict();
        out.flush();
        return good && shown;
    }

    private boolean resultVerdict() {
        long digests =
                reports.stream().map(report -> report.verification().digest()).distinct().count();
        boolean good = digests == 1 && reports.stream().allMatch(ReplayReport::isGood);
        if (good) {
            ReplayReport last = reports.getLast();
            out.format(
                    "The same result each time, though %s had to make room and %s failed copies"
                            + " had to be repaired.",
                    Words.count(last.traffic().evictions(), "buffer"), Words.count(repaired(last)));
        } else {
            out.line(
                    digests == 1
                            ? "NOT VERIFIED: something was wrong, skipped or left behind."
                            : "NOT THE SAME: the results differ.");
            for (ReplayReport report : reports) {
                report.verification().wrongWords().forEach(out::line);
                report.verification().skips().stream()
                        .limit(1)
                        .forEach(skip -> out.line(skip.op() + ": " + skip.fault()));
                report.leaks().forEach(out::line);
            }
        }
        return good;
    }

    private boolean controlVerdict() {
        return switch (control.orElse(new ControlRow.NotRun("not run"))) {
            case ControlRow.Ran ran -> {
                boolean harmed =
                        ran.wrongWords() > 0
                                && !ran.digest().equals(reports.getFirst().verification().digest());
                out.line(
                        harmed
                                ? "The last row is the control: the same, but that nobody looks at"
                                        + " how copies ended. That is what it would be like."
                                : "NOTHING SHOWN: with one protection removed nothing went wrong,"
                                        + " so the rows above prove nothing.");
                yield harmed;
            }
            case ControlRow.NotRun notRun -> true;
            case ControlRow.Broken(String reason) -> {
                out.line("NOTHING SHOWN: the control could not be run: " + reason);
                yield false;
            }
        };
    }

    private static long repaired(ReplayReport report) {
        return report.traffic().copiesRepairedByHost() + report.traffic().copiesRepairedByQueue();
    }
}
