package dev.holdfast.capturefile;

import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import java.util.List;

/// When what was under way was submitted and handed over: a bar a command, oldest on top, up to the
/// moment of the capture.
final class TimelineSvg {
    private static final int MOST_ROWS = 40;
    private static final int ROW = 22;
    private static final int LEFT = 260;
    private static final int WIDTH = 980;

    private final Capture capture;
    private final List<CapturedCommand> shown;
    private final long from;
    private final long to;

    TimelineSvg(Capture capture) {
        this.capture = capture;
        this.shown = chosen(capture);
        this.to = capture.nanos();
        this.from =
                shown.stream()
                        .mapToLong(CapturedCommand::submittedNanos)
                        .filter(nanos -> nanos != 0)
                        .min()
                        .orElse(to - 1);
    }

    /// The guilty one and the oldest others.
    private static List<CapturedCommand> chosen(Capture capture) {
        List<CapturedCommand> all = capture.commands();
        if (all.size() <= MOST_ROWS) {
            return all;
        }
        return all.stream()
                .filter(each -> each.guilty() || all.indexOf(each) < MOST_ROWS - 1)
                .toList();
    }

    String svg() {
        if (shown.isEmpty()) {
            return "<p>Nothing was under way.</p>";
        }
        int height = shown.size() * ROW + 34;
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg class=\"timeline\" viewBox=\"0 0 %d %d\" role=\"img\">"
                        .formatted(WIDTH, height));
        for (int i = 0; i < shown.size(); i++) {
            row(svg, shown.get(i), 8 + i * ROW);
        }
        int end = WIDTH - 12;
        svg.append(
                "<line class=\"now\" x1=\"%d\" y1=\"0\" x2=\"%d\" y2=\"%d\"/>"
                        .formatted(end, end, height - 24));
        svg.append(
                "<text x=\"%d\" y=\"%d\" class=\"axis\">%s before</text>"
                        .formatted(LEFT, height - 8, span(to - from)));
        svg.append(
                "<text x=\"%d\" y=\"%d\" class=\"axis\" text-anchor=\"end\">capture</text>"
                        .formatted(end, height - 8));
        svg.append("</svg>");
        int left = capture.commands().size() - shown.size();
        if (left > 0) {
            svg.append("<p class=\"dim\">and %d younger ones</p>".formatted(left));
        }
        return svg.toString();
    }

    private void row(StringBuilder svg, CapturedCommand command, int y) {
        String name = command.client() + " · " + command.name();
        svg.append("<g class=\"%s\"><title>%s</title>".formatted(kind(command), title(command)));
        svg.append(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                        .formatted(LEFT - 10, y + 14, Html.text(shortened(name))));
        double begin = x(command.submittedNanos() == 0 ? from : command.submittedNanos());
        bar(svg, "waits", begin, x(to), y);
        if (command.handedOverNanos() != 0) {
            bar(svg, "runs", x(command.handedOverNanos()), x(to), y);
        }
        svg.append("</g>");
    }

    private static void bar(StringBuilder svg, String kind, double from, double to, int y) {
        svg.append(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>"
                        .formatted(kind, from, y, Math.max(3, to - from), ROW - 6));
    }

    private double x(long nanos) {
        double share = (double) (nanos - from) / Math.max(1, to - from);
        return LEFT + Math.clamp(share, 0, 1) * (WIDTH - 12 - LEFT);
    }

    private static String kind(CapturedCommand command) {
        return command.guilty() ? "guilty" : "other";
    }

    private String title(CapturedCommand command) {
        return Html.text(
                "command %d of %s: %s, kernel %s, %s queue, %s; submitted %s before%s"
                        .formatted(
                                command.number(),
                                command.client(),
                                command.name(),
                                command.kernel(),
                                command.queue(),
                                command.stage().name().toLowerCase(java.util.Locale.ROOT),
                                span(to - command.submittedNanos()),
                                command.handedOverNanos() == 0
                                        ? ""
                                        : ", with the driver for "
                                                + span(to - command.handedOverNanos())));
    }

    private static String shortened(String name) {
        return name.length() <= 36 ? name : name.substring(0, 35) + "…";
    }

    /// A length of time for people.
    static String span(long nanos) {
        if (nanos >= 1_000_000_000L) {
            return "%.2f s".formatted(nanos / 1e9);
        }
        return nanos >= 1_000_000L
                ? "%.2f ms".formatted(nanos / 1e6)
                : "%.1f µs".formatted(nanos / 1e3);
    }
}
