package dev.holdfast.capturefile;

import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import java.util.List;
import java.util.Locale;

/// When what was under way on one queue was submitted and handed over: a bar a command, oldest on
/// top, up to the moment of the capture.
final class TimelineSvg {
    private static final int MOST_ROWS = 24;
    private static final int ROW = 20;
    private static final int LEFT = 252;
    private static final int RIGHT = Svg.WIDTH - 14;
    private static final int MOST_LETTERS = 34;

    private final Capture capture;
    private final List<CapturedCommand> all;
    private final List<CapturedCommand> shown;
    private final TimeAxis axis;

    TimelineSvg(Capture capture, String queue) {
        this.capture = capture;
        this.all = capture.commands().stream().filter(each -> each.queue().equals(queue)).toList();
        this.shown = chosen(all);
        this.axis = new TimeAxis(capture, LEFT, RIGHT);
    }

    /// The guilty one, and the oldest of the others.
    private static List<CapturedCommand> chosen(List<CapturedCommand> all) {
        List<CapturedCommand> others =
                all.stream().filter(each -> !each.guilty()).limit(MOST_ROWS - 1).toList();
        return all.stream().filter(each -> each.guilty() || others.contains(each)).toList();
    }

    String svg() {
        int bottom = shown.size() * ROW + 6;
        Svg svg = new Svg("timeline", bottom + 22, "what was submitted and handed over, when");
        for (int i = 0; i < shown.size(); i++) {
            row(svg, shown.get(i), 4 + i * ROW);
        }
        if (axis.isBroken()) {
            svg.box("gap", axis.breakAt() - 3, 0, 6, bottom, "time is not to scale here");
            svg.text(
                    "axis", axis.breakAt(), bottom + 15, "middle", axis.breaksBefore() + " before");
        }
        svg.line("now", RIGHT, 0, RIGHT, bottom);
        svg.text("axis", LEFT, bottom + 15, "start", axis.beginsBefore() + " before");
        svg.text("axis", RIGHT, bottom + 15, "end", "capture");
        return svg.whole() + rest();
    }

    private String rest() {
        int left = all.size() - shown.size();
        if (left == 0) {
            return "";
        }
        long handedOver =
                all.stream()
                        .filter(each -> each.stage() == CapturedCommand.Stage.HANDED_OVER)
                        .filter(each -> !shown.contains(each))
                        .count();
        return String.format(
                Locale.ROOT,
                "<p class=\"dim\">and %,d more%s</p>",
                left,
                handedOver == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %,d of them with the driver", handedOver));
    }

    private void row(Svg svg, CapturedCommand command, int y) {
        svg.open(command.guilty() ? "guilty" : "other");
        String name = CaptureText.plain(command.client() + " · " + command.name());
        svg.text("", LEFT - 10, y + 12, "end", shortened(name));
        bar(svg, "waits", command.submittedNanos(), y, title(command));
        if (command.handedOverNanos() != 0) {
            bar(svg, "runs", command.handedOverNanos(), y, title(command));
        }
        svg.close();
    }

    private void bar(Svg svg, String kind, long from, int y, String title) {
        double x = axis.x(from);
        svg.box(kind, x, y, Math.max(3, RIGHT - x), ROW - 5, title);
    }

    private String title(CapturedCommand command) {
        return "command %d of %s: %s, kernel %s, %s; submitted %s before%s"
                .formatted(
                        command.number(),
                        command.client(),
                        command.name(),
                        command.kernel(),
                        command.stage().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        Summary.span(capture.nanos() - command.submittedNanos()),
                        command.handedOverNanos() == 0
                                ? ""
                                : ", with the driver for "
                                        + Summary.span(
                                                capture.nanos() - command.handedOverNanos()));
    }

    private static String shortened(String name) {
        if (name.codePointCount(0, name.length()) <= MOST_LETTERS) {
            return name;
        }
        return name.substring(0, name.offsetByCodePoints(0, MOST_LETTERS - 1)) + "…";
    }
}
