package dev.holdfast.cli.report;

import dev.holdfast.sim.SimReport;
import dev.holdfast.sim.Violation;
import dev.holdfast.sim.shape.Mark;
import java.io.PrintWriter;
import java.util.Optional;

/// A run of the simulator, as it is reported.
///
/// @param seed of the run, or of the one episode that it was
/// @param report what became of it
/// @param wallNanos how long it took
/// @param violation the violation, made smaller if that was wanted
public record SimRun(long seed, SimReport report, long wallNanos, Optional<Violation> violation) {

    /// How quick it was.
    public long stepsPerSecond() {
        return Math.round(report.steps() / Math.max(1e-9, wallNanos / 1e9));
    }

    /// For people.
    public void print(PrintWriter target) {
        Lines out = new Lines(target);
        TextTable table = new TextTable("met on the way", "times");
        for (Mark mark : Mark.values()) {
            table.row(mark.text(), Words.count(report.marks().count(mark)));
        }
        table.lines().forEach(out::line);
        out.blank();
        out.format(
                "%s in %s of seed %d, %s (%s steps/s)",
                Words.count(report.steps(), "step"),
                Words.count(report.episodes(), "episode"),
                seed,
                Words.nanos(wallNanos),
                Words.count(stepsPerSecond()));
        violation.ifPresentOrElse(
                broken -> print(broken, out), () -> out.line("every promise was kept"));
        out.flush();
    }

    /// For people who look at many. False if nobody can read it any more.
    public boolean printLine(PrintWriter target) {
        Lines out = new Lines(target);
        String found =
                violation
                        .map(broken -> broken.promise() + ": " + broken.message())
                        .orElse("every promise was kept");
        out.format("seed %d, %s: %s", seed, Words.count(report.steps(), "step"), found);
        return out.flush();
    }

    private static void print(Violation broken, Lines out) {
        out.format(
                "%s is broken in step %d of the episode of seed %d:",
                broken.promise(), broken.step(), broken.seed());
        broken.message().lines().forEach(line -> out.line("  " + line));
        out.format("again: %s", broken.command());
    }
}
