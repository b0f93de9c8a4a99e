package dev.holdfast.capturefile;

import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.capture.Placement;
import java.util.List;
import java.util.stream.Collectors;

/// The captured objects, a row each with its first bytes below; then what the guilty command used
/// besides.
final class ObjectTable {
    private static final int SHOWN_BYTES = 128;
    private static final int OPEN = 3;
    private static final int COLUMNS = 7;

    private final StringBuilder page = new StringBuilder();

    /// The table.
    static String of(List<CapturedObject> objects, List<CapturedCommand.Use> others) {
        ObjectTable table = new ObjectTable();
        table.page.append("<div class=\"wide\"><table><thead><tr><th>object</th><th>does</th>");
        table.page.append("<th>size</th><th>version</th><th>address</th><th>at submission</th>");
        table.page.append("<th>now</th></tr></thead>");
        for (int i = 0; i < objects.size(); i++) {
            table.captured(objects.get(i), i);
        }
        others.forEach(table::notCaptured);
        return table.page.append("</table></div>").toString();
    }

    private void captured(CapturedObject object, int index) {
        page.append("<tbody><tr><th scope=\"row\"><span class=\"swatch ");
        page.append(MovesSvg.hue(index)).append("\"></span>");
        page.append("%d. <b>%s</b>".formatted(index + 1, Html.text(object.name())));
        page.append(
                "<br/><span class=\"dim\">of %s</span></th>".formatted(Html.text(object.owner())));
        cell(object.access());
        cell(Bytes.format(object.sizeBytes()));
        cell(Long.toString(object.version()));
        cell("0x%x".formatted(object.address()));
        place(CaptureText.place(object.atSubmission()), ranges(List.of(object.atSubmission())));
        place(CaptureText.now(object), ranges(object.now()));
        page.append("</tr><tr><td colspan=\"%d\">".formatted(COLUMNS));
        switch (object.contents()) {
            case Contents.Present present -> bytes(present, index);
            case Contents.Missing(Contents.Why why, String note) ->
                    page.append(
                            "<p class=\"missing\">No bytes: %s. %s</p>"
                                    .formatted(why.text(), Html.text(note)));
        }
        page.append("</td></tr></tbody>");
    }

    private void bytes(Contents.Present present, int index) {
        page.append("<details%s><summary>".formatted(index < OPEN ? " open=\"\"" : ""));
        page.append(
                "%s%s</summary><pre>"
                        .formatted(
                                present.sizeBytes() > SHOWN_BYTES
                                        ? "the first bytes of "
                                        : "all of its bytes, ",
                                Bytes.format(present.sizeBytes())));
        Hex.lines(Hex.first(present, SHOWN_BYTES))
                .forEach(line -> page.append(Html.text(line)).append('\n'));
        page.append("</pre></details>");
        if (present.truncated()) {
            page.append("<p class=\"missing\">cut: %s</p>".formatted(Html.text(present.note())));
        }
    }

    private void notCaptured(CapturedCommand.Use use) {
        page.append("<tbody><tr><th scope=\"row\">%s</th>".formatted(Html.text(use.name())));
        cell(use.access());
        cell(Bytes.format(use.sizeBytes()));
        cell(Long.toString(use.version()));
        cell("0x%x".formatted(use.address()));
        place(CaptureText.place(use.atSubmission()), ranges(List.of(use.atSubmission())));
        page.append("<td class=\"dim\">not flagged for capture</td></tr></tbody>");
    }

    private void cell(String text) {
        page.append("<td>%s</td>".formatted(Html.text(text)));
    }

    private void place(String text, String all) {
        page.append("<td title=\"%s\">%s</td>".formatted(Html.text(all), Html.text(text)));
    }

    private static String ranges(List<Placement> places) {
        return places.stream()
                .flatMap(each -> each.ranges().stream())
                .limit(SHOWN_BYTES)
                .map(each -> "0x%x + %s".formatted(each.offset(), Bytes.format(each.sizeBytes())))
                .collect(Collectors.joining(", "));
    }
}
