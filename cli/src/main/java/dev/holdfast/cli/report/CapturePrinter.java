package dev.holdfast.cli.report;

import dev.holdfast.capturefile.CaptureText;
import dev.holdfast.capturefile.Hex;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/// Prints a capture for people at a terminal.
public final class CapturePrinter {
    private static final int MOST_COMMANDS = 24;
    private static final int SHOWN_BYTES = 64;

    private final Lines out;

    /// Prints to `out`, which stays the caller's.
    public CapturePrinter(PrintWriter out) {
        this.out = new Lines(out);
    }

    /// Prints all of it; with `hex`, the first bytes of each object.
    public void print(Capture capture, boolean hex) {
        out.format(
                "Capture %d of device \"%s\"%s, %s, at %s",
                capture.number(),
                capture.device(),
                capture.lost() ? ", which is lost" : "",
                capture.trigger().text(),
                capture.when());
        for (Fault each = capture.fault().orElse(null);
                each != null;
                each = each.cause().orElse(null)) {
            out.line("  " + each.kind() + ": " + each.message());
        }
        capture.guilty().ifPresent(guilty -> guilty(capture, guilty));
        commands(capture);
        objects(capture.objects(), hex);
        regions(capture);
        out.flush();
    }

    private void guilty(Capture capture, CapturedCommand guilty) {
        out.blank();
        out.format(
                "Command %d, \"%s\" of client \"%s\", kernel \"%s\" on the %s queue%s",
                guilty.number(),
                guilty.name(),
                guilty.client(),
                guilty.kernel(),
                guilty.queue(),
                guilty.handedOverNanos() == 0
                        ? ""
                        : ", with the driver for "
                                + Words.nanos(capture.nanos() - guilty.handedOverNanos()));
        if (!guilty.scalars().isEmpty()) {
            out.line("  numbers    " + guilty.scalars());
        }
        for (CapturedCommand.Use use : guilty.uses()) {
            out.format(
                    "  %-10s \"%s\" (%s, version %d) at %s",
                    use.access(),
                    use.name(),
                    Bytes.format(use.sizeBytes()),
                    use.version(),
                    CaptureText.place(use.atSubmission()));
        }
        if (!guilty.stack().isEmpty()) {
            out.line("  submitted from");
            guilty.stack().forEach(frame -> out.line("    " + frame));
        }
    }

    private void commands(Capture capture) {
        List<CapturedCommand> all = capture.commands();
        out.blank();
        out.format("Under way: %s", Words.count(all.size(), "submission"));
        for (String queue : CaptureText.queues(capture)) {
            queue(capture, queue, all.stream().filter(each -> each.queue().equals(queue)).toList());
        }
    }

    private void queue(Capture capture, String name, List<CapturedCommand> all) {
        TextTable table =
                new TextTable(name + " queue", "stage", "command", "submitted", "with the driver");
        for (CapturedCommand each : all.subList(0, Math.min(MOST_COMMANDS, all.size()))) {
            table.row(
                    (each.guilty() ? "▶ " : "") + each.client() + " · " + each.name(),
                    each.stage().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    Long.toString(each.number()),
                    Words.nanos(capture.nanos() - each.submittedNanos()) + " ago",
                    each.handedOverNanos() == 0
                            ? "-"
                            : Words.nanos(capture.nanos() - each.handedOverNanos()));
        }
        table.lines().forEach(out::line);
        if (all.size() > MOST_COMMANDS) {
            out.line("and " + (all.size() - MOST_COMMANDS) + " more");
        }
    }

    private void objects(List<CapturedObject> objects, boolean hex) {
        long moved = objects.stream().filter(CapturedObject::moved).count();
        out.blank();
        out.format(
                "Captured: %s, of which %d have moved since",
                Words.count(objects.size(), "object"), moved);
        TextTable table =
                new TextTable("object", "size", "version", "at submission", "now", "bytes");
        for (CapturedObject each : objects) {
            table.row(
                    each.name(),
                    Bytes.format(each.sizeBytes()),
                    Long.toString(each.version()),
                    CaptureText.place(each.atSubmission()),
                    CaptureText.now(each),
                    bytes(each.contents()));
        }
        if (!objects.isEmpty()) {
            table.lines().forEach(out::line);
        }
        objects.forEach(this::missing);
        if (hex) {
            objects.forEach(this::hex);
        }
    }

    private void missing(CapturedObject object) {
        if (object.contents() instanceof Contents.Missing(Contents.Why why, String note)) {
            out.format("\"%s\" has no bytes: %s, %s", object.name(), why.text(), note);
        }
    }

    private void hex(CapturedObject object) {
        if (object.contents() instanceof Contents.Present present) {
            out.blank();
            out.format("\"%s\"", object.name());
            Hex.lines(Hex.first(present, SHOWN_BYTES)).forEach(line -> out.line("  " + line));
        }
    }

    private static String bytes(Contents contents) {
        return switch (contents) {
            case Contents.Present present ->
                    present.truncated()
                            ? "first %s: %s"
                                    .formatted(Bytes.format(present.sizeBytes()), present.note())
                            : "all";
            case Contents.Missing(Contents.Why why, String note) -> why.text();
        };
    }

    private void regions(Capture capture) {
        out.blank();
        for (Capture.RegionState each : capture.regions()) {
            out.format(
                    "%s memory: %s, %s free, of which %s wait for fences; %s quarantined",
                    each.name(),
                    Bytes.format(each.sizeBytes()),
                    Bytes.format(each.freeBytes()),
                    Bytes.format(each.pendingBytes()),
                    Bytes.format(each.quarantinedBytes()));
        }
    }
}
