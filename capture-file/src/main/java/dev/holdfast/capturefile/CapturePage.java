package dev.holdfast.capturefile;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.CapturedCommand.Use;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// A capture as one page that needs nothing else: no script, no font, no picture from elsewhere.
public final class CapturePage {
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
        capture.guilty().ifPresent(this::stack);
        timelines();
        memory();
        objects();
        clients();
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
        page.append("<p class=\"lead\">%s</p>".formatted(Html.text(Summary.of(capture))));
        capture.fault().ifPresent(this::fault);
        page.append("<dl>");
        fact("when", capture.when());
        fact("device", capture.device() + (capture.lost() ? ", lost" : ""));
        capture.guilty().ifPresent(this::guilty);
        fact("captured", captured());
        fact("reading took", Summary.span(capture.tookNanos()));
        page.append("</dl></header>");
    }

    private void guilty(CapturedCommand command) {
        fact("kernel", command.kernel());
        fact("queue", command.queue());
        if (!command.scalars().isEmpty()) {
            fact(
                    "numbers",
                    command.scalars().stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(", ")));
        }
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

    private void stack(CapturedCommand command) {
        if (command.stack().isEmpty()) {
            return;
        }
        page.append("<h2>Submitted from</h2><pre>");
        command.stack().forEach(frame -> page.append(Html.text(frame)).append('\n'));
        page.append("</pre>");
    }

    private void timelines() {
        page.append("<h2>What was under way</h2>");
        if (capture.commands().isEmpty()) {
            page.append("<p>Nothing.</p>");
            return;
        }
        page.append("<p class=\"legend\"><span class=\"swatch waits\"></span>submitted");
        page.append("<span class=\"swatch runs\"></span>handed over to the driver");
        page.append(
                capture.guilty().isEmpty()
                        ? "</p>"
                        : "<span class=\"swatch bad\"></span>what this capture is about</p>");
        for (String queue : CaptureText.queues(capture)) {
            page.append("<h3>%s queue</h3>".formatted(Html.text(queue)));
            page.append(new TimelineSvg(capture, queue).svg());
        }
    }

    private void memory() {
        page.append("<h2>Where it was, and is</h2>");
        page.append(new MovesSvg(capture).svg());
        page.append("<ul class=\"regions\">");
        for (Capture.RegionState region : capture.regions()) {
            page.append(
                    "<li><b>%s memory</b> %s, %s free, of which %s wait for fences; %s quarantined"
                            .formatted(
                                    Html.text(region.name()),
                                    Bytes.format(region.sizeBytes()),
                                    Bytes.format(region.freeBytes()),
                                    Bytes.format(region.pendingBytes()),
                                    Bytes.format(region.quarantinedBytes())));
            page.append("</li>");
        }
        page.append("</ul>");
    }

    private void objects() {
        page.append("<h2>Objects</h2>");
        if (capture.objects().isEmpty()) {
            page.append("<p>None was flagged for capture.</p>");
        }
        Set<Long> captured =
                capture.objects().stream().map(CapturedObject::id).collect(Collectors.toSet());
        List<Use> others =
                capture.guilty().map(CapturedCommand::uses).orElse(List.of()).stream()
                        .filter(use -> !captured.contains(use.object()))
                        .toList();
        if (!capture.objects().isEmpty() || !others.isEmpty()) {
            page.append(ObjectTable.of(capture.objects(), others));
        }
    }

    private void clients() {
        if (capture.clients().isEmpty()) {
            return;
        }
        page.append("<h2>Clients</h2><ul class=\"regions\">");
        for (Capture.ClientState client : capture.clients()) {
            page.append(
                    String.format(
                            Locale.ROOT,
                            "<li><b>%s</b> %,d under way, %,d taken by force before</li>",
                            Html.text(client.name()),
                            client.inFlight(),
                            client.guilty()));
        }
        page.append("</ul>");
    }
}
