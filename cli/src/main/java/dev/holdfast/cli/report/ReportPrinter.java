package dev.holdfast.cli.report;

import static dev.holdfast.cli.report.Words.bytes;
import static dev.holdfast.cli.report.Words.count;
import static dev.holdfast.cli.report.Words.nanos;
import static dev.holdfast.cli.report.Words.percent;
import static dev.holdfast.cli.report.Words.times;

import dev.holdfast.cli.replay.CaptureReport;
import dev.holdfast.cli.replay.ReplayReport;
import dev.holdfast.cli.replay.ReplayTiming;
import dev.holdfast.cli.replay.SkippedOp;
import dev.holdfast.cli.replay.Suspends;
import dev.holdfast.cli.replay.Traffic;
import dev.holdfast.cli.replay.Verification;
import dev.holdfast.cli.trace.TraceFigures;
import java.io.PrintWriter;

/// Prints a report for people.
public final class ReportPrinter {
    private static final int SKIPS_SHOWN = 5;

    private final Lines out;

    /// Prints to `out`, which stays the caller's.
    public ReportPrinter(PrintWriter out) {
        this.out = new Lines(out);
    }

    /// Prints all of it.
    public void print(ReplayReport report) {
        setup(report);
        verification(report.verification(), report.clients() > 1);
        timing(report.timing());
        traffic(report);
        suspends(report.suspends());
        report.captures().forEach(this::capture);
        report.warnings().forEach(warning -> line("warning", warning));
        for (String leak : report.leaks()) {
            line("leaked", leak);
        }
        verdict(report);
    }

    private void suspends(Suspends suspends) {
        if (suspends.done() > 0) {
            line(
                    "suspended",
                    "%s, %s moved out; each time on a new device, %s bound again at once%s"
                            .formatted(
                                    count(suspends.done(), "time"),
                                    bytes(suspends.bytes()),
                                    count(suspends.bound(), "range"),
                                    suspends.lost() == 0
                                            ? ""
                                            : ", " + count(suspends.lost(), "buffer") + " lost"));
        }
        for (String refused : suspends.refused()) {
            line("not", "suspended: " + refused);
        }
    }

    private void setup(ReplayReport report) {
        TraceFigures figures = report.figures();
        out.format(
                "%s: %s on %s, %s live at the peak%s",
                figures.name(),
                count(figures.ops(), "operation"),
                count(figures.buffers(), "buffer"),
                bytes(figures.peakLiveBytes()),
                report.clients() > 1 ? ", " + report.clients() + " clients" : "");
        out.format(
                "%s with %s of device memory, %s of the need, and %s of host memory",
                report.options().device(),
                bytes(report.deviceBytes()),
                percent((double) report.deviceBytes() / report.neededBytes()),
                bytes(report.hostBytes()));
        int iterations = report.options().iterations();
        if (iterations > 1) {
            out.format("%d iterations, figures of all but the first", iterations);
        }
        out.blank();
    }

    private void verification(Verification found, boolean several) {
        line(
                "verified",
                "%s of %s, %s: every word"
                        .formatted(
                                count(found.verifiedReads()),
                                count(found.reads(), "read"),
                                bytes(found.verifiedBytes())));
        line("digest", found.digest());
        if (found.mismatchedReads() > 0) {
            line(
                    "wrong",
                    "%s in %s: %s stale, %s foreign, %s garbage"
                            .formatted(
                                    count(found.wrongWordCount(), "word"),
                                    count(found.mismatchedReads(), "read"),
                                    count(found.staleWords()),
                                    count(found.foreignWords()),
                                    count(found.garbageWords())));
            found.wrongWords().forEach(wrong -> line("", wrong));
        }
        if (found.skippedReads() + found.refusals() + found.unreadableAtEnd() > 0) {
            line(
                    "skipped",
                    "%s; %s refused; %s unreadable at the end"
                            .formatted(
                                    count(found.skippedReads(), "read"),
                                    count(found.refusals(), "operation"),
                                    count(found.unreadableAtEnd(), "buffer")));
            for (SkippedOp skip : found.skips().stream().limit(SKIPS_SHOWN).toList()) {
                String whose = several ? skip.client() + ": " : "";
                line("", whose + skip.op() + ": " + skip.fault());
            }
            if (found.skips().size() > SKIPS_SHOWN) {
                line("", "…");
            }
        }
    }

    private void capture(CaptureReport capture) {
        line("captured", capture.file() + ", by " + capture.trigger());
        String about = capture.op().isEmpty() ? "" : capture.client() + ": " + capture.op() + ", ";
        line(
                "",
                "%s%s, %s moved since; %s of what it reads, %s of them not as in the trace"
                        .formatted(
                                about,
                                count(capture.objects(), "object"),
                                count(capture.moved()),
                                count(capture.words(), "word"),
                                count(capture.wrongWords())));
    }

    private void timing(ReplayTiming timing) {
        if (timing.wallNanos().isEmpty()) {
            line("time", "none: nothing ran");
            return;
        }
        String parts =
                timing.computeNanos().isEmpty()
                        ? "; kernels are not timed on this device"
                        : ": %s of compute, %s stalled"
                                .formatted(
                                        nanos(timing.computeNanos().getAsLong()),
                                        nanos(timing.stallNanos().orElse(0)));
        line("time", nanos(timing.wallNanos().getAsLong()) + parts);
        line(
                "submission",
                "%s median, %s at the 99th percentile"
                        .formatted(
                                nanos(timing.submitNanosP50().orElse(0)),
                                nanos(timing.submitNanosP99().orElse(0))));
    }

    private void traffic(ReplayReport report) {
        Traffic traffic = report.traffic();
        String optimum = "";
        if (report.optimalBytesToDevice().isPresent()) {
            long optimalBytes = report.optimalBytesToDevice().getAsLong();
            optimum = "; furthest next use moves " + bytes(optimalBytes);
            if (optimalBytes > 0) {
                optimum += ": " + times((double) traffic.bytesToDevice() / optimalBytes);
            }
        }
        line("to device", bytes(traffic.bytesToDevice()) + optimum);
        line("to host", bytes(traffic.bytesToHost()));
        line("cleared", bytes(traffic.bytesCleared()));
        line(
                "evictions",
                "%s, %s without a copy"
                        .formatted(count(traffic.evictions()), count(traffic.cleanDrops())));
        if (report.faultsInjected() > 0) {
            line(
                    "faults",
                    "%s injected; copies repaired by the host: %s, by another queue: %s, lost: %s"
                            .formatted(
                                    count(report.faultsInjected()),
                                    count(traffic.copiesRepairedByHost()),
                                    count(traffic.copiesRepairedByQueue()),
                                    count(traffic.copiesLost())));
        }
        if (traffic.resets() > 0) {
            line("resets", count(traffic.resets(), "command") + " did not end and had to be taken");
        }
    }

    private void verdict(ReplayReport report) {
        out.blank();
        out.line(
                report.isGood()
                        ? "Every read verified, nothing leaked."
                        : "NOT VERIFIED: see above.");
        out.flush();
    }

    private void line(String what, String text) {
        out.format("%-11s %s", what, text);
    }
}
