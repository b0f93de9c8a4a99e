package dev.holdfast.capturefile;

import dev.holdfast.device.HeapRange;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Placement;
import java.util.List;

/// One region from its first byte to its last: above the line where captured objects were when the
/// command that ran from them was submitted, below it where they are now.
final class MemoryMapSvg {
    private static final int WIDTH = 980;
    private static final int BAND = 26;

    private final Capture.RegionState region;
    private final List<CapturedObject> objects;

    MemoryMapSvg(Capture.RegionState region, List<CapturedObject> objects) {
        this.region = region;
        this.objects = objects;
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg class=\"map\" viewBox=\"0 0 %d 84\" role=\"img\">".formatted(WIDTH));
        svg.append("<text x=\"0\" y=\"12\" class=\"axis\">at submission</text>");
        svg.append("<text x=\"0\" y=\"80\" class=\"axis\">now</text>");
        svg.append(
                "<rect class=\"space\" x=\"0\" y=\"16\" width=\"%d\" height=\"%d\"/>"
                        .formatted(WIDTH, 2 * BAND));
        if (region.visibleBytes() < region.sizeBytes()) {
            svg.append(
                    "<rect class=\"invisible\" x=\"%.2f\" y=\"16\" width=\"%.2f\" height=\"%d\">"
                            .formatted(
                                    x(region.visibleBytes()),
                                    WIDTH - x(region.visibleBytes()),
                                    2 * BAND));
            svg.append("<title>the CPU cannot see this part</title></rect>");
        }
        for (int i = 0; i < objects.size(); i++) {
            CapturedObject object = objects.get(i);
            draw(svg, object, i, object.atSubmission(), 16);
            for (Placement now : object.now()) {
                draw(svg, object, i, now, 16 + BAND);
            }
        }
        svg.append(
                "<line class=\"middle\" x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/></svg>"
                        .formatted(16 + BAND, WIDTH, 16 + BAND));
        return svg.toString();
    }

    private void draw(
            StringBuilder svg, CapturedObject object, int index, Placement placement, int y) {
        if (!placement.region().equals(region.name())) {
            return;
        }
        for (HeapRange range : placement.ranges()) {
            double width = Math.max(1.5, x(range.sizeBytes()));
            svg.append(
                    "<rect class=\"hue%d\" x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\">"
                            .formatted(index % 8, x(range.offset()), y, width, BAND));
            svg.append(
                    "<title>%s, %s at 0x%x</title></rect>"
                            .formatted(
                                    Html.text(object.name()),
                                    Bytes.format(range.sizeBytes()),
                                    range.offset()));
        }
    }

    private double x(long offset) {
        return (double) offset / Math.max(1, region.sizeBytes()) * WIDTH;
    }
}
