package dev.holdfast.cli.report;

import static dev.holdfast.capturefile.CaptureText.plain;

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

    private final PrintWriter out;

    /// Prints to `out`, which stays the caller's.
    public CapturePrinter(PrintWriter out) {
        this.out = out;
    }

    /// Prints all of it; with `hex`, the first bytes of each object.
    public void print(Capture capture, boolean hex) {
        out.printf(
                "Capture %d of device \"%s\"%s, %s, at %s%n",
                capture.number(),
                plain(capture.device()),
                capture.lost() ? ", which is lost" : "",
                capture.trigger().text(),
                capture.when());
        for (Fault each = capture.fault().orElse(null);
                each != null;
                each = each.cause().orElse(null)) {
            out.println("  " + each.kind() + ": " + plain(each.message()));
        }
        capture.guilty().ifPresent(guilty -> guilty(capture, guilty));
        commands(capture);
        objects(capture.objects(), hex);
        regions(capture);
        out.flush();
    }

    private void guilty(Capture capture, CapturedCommand guilty) {
        out.println();
        out.printf(
                "Command %d, \"%s\" of client \"%s\", kernel \"%s\" on the %s queue",
                guilty.number(),
                plain(guilty.name()),
                plain(guilty.client()),
                plain(guilty.kernel()),
                plain(guilty.queue()));
        out.println(
                guilty.handedOverNanos() == 0
                        ? ""
                        : ", with the driver for "
                                + Words.nanos(capture.nanos() - guilty.handedOverNanos()));
        if (!guilty.scalars().isEmpty()) {
            out.println("  numbers    " + guilty.scalars());
        }
        for (CapturedCommand.Use use : guilty.uses()) {
            out.printf(
                    "  %-10s \"%s\" (%s, version %d) at %s%n",
                    plain(use.access()),
                    plain(use.name()),
                    Bytes.format(use.sizeBytes()),
                    use.version(),
                    CaptureText.place(use.atSubmission()));
        }
        if (!guilty.stack().isEmpty()) {
            out.println("  submitted from");
            guilty.stack().forEach(frame -> out.println("    " + plain(frame)));
        }
    }

    private void commands(Capture capture) {
        List<CapturedCommand> all = capture.commands();
        out.printf("%nUnder way: %s%n", Words.count(all.size(), "submission"));
        for (String queue : CaptureText.queues(capture)) {
            queue(capture, queue, all.stream().filter(each -> each.queue().equals(queue)).toList());
        }
    }

    private void queue(Capture capture, String name, List<CapturedCommand> all) {
        TextTable table =
                new TextTable(
                        plain(name) + " queue", "stage", "command", "submitted", "with the driver");
        for (CapturedCommand each : all.subList(0, Math.min(MOST_COMMANDS, all.size()))) {
            table.row(
                    (each.guilty() ? "▶ " : "") + plain(each.client()) + " · " + plain(each.name()),
                    each.stage().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    Long.toString(each.number()),
                    Words.nanos(capture.nanos() - each.submittedNanos()) + " ago",
                    each.handedOverNanos() == 0
                            ? "-"
                            : Words.nanos(capture.nanos() - each.handedOverNanos()));
        }
        table.lines().forEach(out::println);
        if (all.size() > MOST_COMMANDS) {
            out.println("and " + (all.size() - MOST_COMMANDS) + " more");
        }
    }

    private void objects(List<CapturedObject> objects, boolean hex) {
        long moved = objects.stream().filter(CapturedObject::moved).count();
        out.printf(
                "%nCaptured: %s, of which %d have moved since%n",
                Words.count(objects.size(), "object"), moved);
        TextTable table =
                new TextTable("object", "size", "version", "at submission", "now", "bytes");
        for (CapturedObject each : objects) {
            table.row(
                    plain(each.name()),
                    Bytes.format(each.sizeBytes()),
                    Long.toString(each.version()),
                    CaptureText.place(each.atSubmission()),
                    CaptureText.now(each),
                    bytes(each.contents()));
        }
        if (!objects.isEmpty()) {
            table.lines().forEach(out::println);
        }
        objects.forEach(this::missing);
        if (hex) {
            objects.forEach(this::hex);
        }
    }

    private void missing(CapturedObject object) {
        if (object.contents() instanceof Contents.Missing(Contents.Why why, String note)) {
            out.printf(
                    "\"%s\" has no bytes: %s, %s%n", plain(object.name()), why.text(), plain(note));
        }
    }

    private void hex(CapturedObject object) {
        if (object.contents() instanceof Contents.Present present) {
            out.printf("%n\"%s\"%n", plain(object.name()));
            Hex.lines(Hex.first(present, SHOWN_BYTES)).forEach(line -> out.println("  " + line));
        }
    }

    private static String bytes(Contents contents) {
        return switch (contents) {
            case Contents.Present present ->
                    present.truncated()
                            ? "first %s: %s"
                                    .formatted(
                                            Bytes.format(present.sizeBytes()),
                                            plain(present.note()))
                            : "all";
            case Contents.Missing(Contents.Why why, String note) -> why.text();
        };
    }

    private void regions(Capture capture) {
        out.println();
        for (Capture.RegionState each : capture.regions()) {
            out.printf(
                    "%s memory: %s, %s free, of which %s wait for fences; %s quarantined%n",
                    plain(each.name()),
                    Bytes.format(each.sizeBytes()),
                    Bytes.format(each.freeBytes()),
                    Bytes.format(each.pendingBytes()),
                    Bytes.format(each.quarantinedBytes()));
        }
    }
}
