package dev.holdfast.capturefile;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.capture.Placement;
import java.util.List;
import java.util.stream.Collectors;

/// A capture as one page that needs nothing else: no script, no font, no picture from elsewhere.
public final class CapturePage {
    private static final int SHOWN_BYTES = 128;

    private final Capture capture;
    private final StringBuilder page = new StringBuilder();

    private CapturePage(Capture capture) {
        this.capture = capture;
    }

    /// The page.
    public static String of(Capture capture) {
        return new CapturePage(capture).whole();
    }

    private String whole() {
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.append("<title>Capture %d: %s</title>".formatted(capture.number(), headline()));
        page.append("<style>").append(PageStyle.CSS).append("</style></head><body><main>");
        head();
        page.append("<h2>What was under way</h2>");
        page.append(
                "<p class=\"dim\">Light: from submission. Dark: from hand-over to the driver.</p>");
        page.append(new TimelineSvg(capture).svg());
        memory();
        objects();
        capture.guilty().ifPresent(this::stack);
        page.append("</main></body></html>\n");
        return page.toString();
    }

    private String headline() {
        return Html.text(
                capture.guilty()
                        .map(each -> each.client() + " · " + each.name())
                        .orElse(capture.trigger().text()));
    }

    private void head() {
        page.append(
                "<header><p class=\"kind\">%s</p>".formatted(Html.text(capture.trigger().text())));
        page.append("<h1>%s</h1>".formatted(headline()));
        capture.guilty().ifPresent(this::guilty);
        capture.fault().ifPresent(this::fault);
        page.append("<dl>");
        fact("when", capture.when());
        fact("device", capture.device() + (capture.lost() ? ", lost" : ""));
        fact("under way", capture.commands().size() + " submissions");
        fact("captured", captured());
        fact("reading took", TimelineSvg.span(capture.tookNanos()));
        page.append("</dl></header>");
    }

    private void guilty(CapturedCommand command) {
        page.append(
                "<p>Command %d, kernel <code>%s</code>, %s queue, had been with the driver for"
                        .formatted(
                                command.number(),
                                Html.text(command.kernel()),
                                Html.text(command.queue())));
        page.append(
                command.handedOverNanos() == 0
                        ? " some time.</p>"
                        : " %s.</p>"
                                .formatted(
                                        TimelineSvg.span(
                                                capture.nanos() - command.handedOverNanos())));
    }

    private void fault(Fault fault) {
        page.append("<ul class=\"fault\">");
        for (Fault each = fault; each != null; each = each.cause().orElse(null)) {
            page.append(
                    "<li><code>%s</code> %s</li>"
                            .formatted(each.kind(), Html.text(each.message())));
        }
        page.append("</ul>");
    }

    private void fact(String name, Object value) {
        page.append("<div><dt>%s</dt><dd>%s</dd></div>".formatted(name, Html.text(value)));
    }

    private String captured() {
        long there = 0;
        long bytes = 0;
        long moved = 0;
        for (CapturedObject object : capture.objects()) {
            if (object.contents() instanceof Contents.Present present) {
                there++;
                bytes += present.sizeBytes();
            }
            moved += object.moved() ? 1 : 0;
        }
        return "%d of %d objects, %s; %d have moved since"
                .formatted(there, capture.objects().size(), Bytes.format(bytes), moved);
    }

    private void memory() {
        page.append("<h2>Where it was, and is</h2>");
        for (Capture.RegionState region : capture.regions()) {
            page.append(
                    "<h3>%s memory <span class=\"dim\">%s, %s free, of which %s wait for fences"
                            .formatted(
                                    Html.text(region.name()),
                                    Bytes.format(region.sizeBytes()),
                                    Bytes.format(region.freeBytes()),
                                    Bytes.format(region.pendingBytes())));
            page.append(
                    region.quarantinedBytes() == 0
                            ? "</span></h3>"
                            : "; %s quarantined</span></h3>"
                                    .formatted(Bytes.format(region.quarantinedBytes())));
            page.append(new MemoryMapSvg(region, capture.objects()).svg());
        }
    }

    private void objects() {
        page.append("<h2>Objects</h2>");
        if (capture.objects().isEmpty()) {
            page.append("<p>None was flagged for capture.</p>");
        }
        List<CapturedObject> objects = capture.objects();
        for (int i = 0; i < objects.size(); i++) {
            object(objects.get(i), i);
        }
    }

    private void object(CapturedObject object, int index) {
        page.append("<details%s><summary>".formatted(index < 4 ? " open=\"\"" : ""));
        page.append(
                "<span class=\"swatch hue%d\"></span><b>%s</b> "
                        .formatted(index % 8, Html.text(object.name())));
        page.append(
                "<span class=\"dim\">%s of %s, %s, version %d</span>"
                        .formatted(
                                Bytes.format(object.sizeBytes()),
                                Html.text(object.owner()),
                                Html.text(object.access()),
                                object.version()));
        if (object.moved()) {
            page.append("<span class=\"tag\">moved since</span>");
        }
        page.append("</summary><dl>");
        fact("address", "0x%x".formatted(object.address()));
        fact("at submission", CaptureText.place(object.atSubmission()));
        fact("now", now(object));
        page.append("</dl>");
        switch (object.contents()) {
            case Contents.Present present -> {
                if (present.truncated()) {
                    page.append(
                            "<p class=\"dim\">cut: %s</p>".formatted(Html.text(present.note())));
                }
                page.append("<pre>");
                Hex.lines(Hex.first(present, SHOWN_BYTES))
                        .forEach(line -> page.append(Html.text(line)).append('\n'));
                page.append("</pre>");
            }
            case Contents.Missing(Contents.Why why, String note) ->
                    page.append(
                            "<p class=\"missing\">No bytes: %s. %s</p>"
                                    .formatted(why.text(), Html.text(note)));
        }
        page.append("</details>");
    }

    private static String now(CapturedObject object) {
        return object.now().isEmpty()
                ? "nowhere"
                : object.now().stream().map(CapturePage::place).collect(Collectors.joining("; "));
    }

    private static String place(Placement placement) {
        return CaptureText.place(placement);
    }

    private void stack(CapturedCommand command) {
        if (command.stack().isEmpty()) {
            return;
        }
        page.append("<h2>Submitted from</h2><pre>");
        command.stack().forEach(frame -> page.append(Html.text(frame)).append('\n'));
        page.append("</pre>");
    }
}
