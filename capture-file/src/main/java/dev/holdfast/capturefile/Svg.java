package dev.holdfast.capturefile;

import java.util.Locale;

/// A drawing, as it grows. Numbers are written as browsers want them, whatever the locale.
final class Svg {
    static final int WIDTH = 980;

    private final StringBuilder text = new StringBuilder();

    /// One of the page's width; `label` tells those who cannot see it what it shows.
    Svg(String kind, int height, String label) {
        text.append(
                String.format(
                        Locale.ROOT,
                        "<svg class=\"%s\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                        kind,
                        WIDTH,
                        height,
                        Html.text(label)));
    }

    /// A rectangle, with what a pointer that rests on it is told.
    void box(String kind, double x, double y, double width, double height, String title) {
        text.append(
                String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
                                + "<title>%s</title></rect>",
                        kind,
                        x,
                        y,
                        width,
                        height,
                        Html.text(title)));
    }

    /// A line of text; `anchor` is `start`, `middle` or `end`.
    void text(String kind, double x, double y, String anchor, String content) {
        text.append(
                String.format(
                        Locale.ROOT,
                        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                        kind,
                        x,
                        y,
                        anchor,
                        Html.text(content)));
    }

    /// A line.
    void line(String kind, double x1, double y1, double x2, double y2) {
        text.append(
                String.format(
                        Locale.ROOT,
                        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                        kind,
                        x1,
                        y1,
                        x2,
                        y2));
    }

    /// A band from one place above to another below.
    void ribbon(String kind, double x1, double width1, double y1, Target to, String title) {
        double middle = (y1 + to.y()) / 2;
        text.append(
                String.format(
                        Locale.ROOT,
                        "<path class=\"%s\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f"
                                + "L%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fZ\">"
                                + "<title>%s</title></path>",
                        kind,
                        x1,
                        y1,
                        x1,
                        middle,
                        to.x(),
                        middle,
                        to.x(),
                        to.y(),
                        to.x() + to.width(),
                        to.y(),
                        to.x() + to.width(),
                        middle,
                        x1 + width1,
                        middle,
                        x1 + width1,
                        y1,
                        Html.text(title)));
    }

    /// Where a ribbon ends.
    record Target(double x, double width, double y) {}

    /// What is drawn until [#close] belongs together.
    void open(String kind) {
        text.append(String.format(Locale.ROOT, "<g class=\"%s\">", kind));
    }

    void close() {
        text.append("</g>");
    }

    /// All of it.
    String whole() {
        return text + "</svg>";
    }
}
