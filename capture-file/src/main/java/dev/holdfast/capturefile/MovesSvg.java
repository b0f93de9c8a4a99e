package dev.holdfast.capturefile;

import dev.holdfast.device.HeapRange;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.Capture.RegionState;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Placement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where captured objects were when the command that ran from them was submitted, above, and where
/// they are now, below: a bar a region, from its first byte to its last, and a ribbon from the one
/// place to the other.
final class MovesSvg {
    private static final int BAND = 24;
    private static final int GAP = 66;
    private static final int TOP = 32;
    private static final double LEAST = 2.5;
    private static final int HUES = 8;

    /// Numbers that are nearer would be on top of one another.
    private static final int NEAR = 14;

    private final Capture capture;
    private final List<Band> bands = new ArrayList<>();

    /// A region at a time.
    private record Band(RegionState region, boolean now, int y) {
        boolean holds(Placement placement, boolean when) {
            return now == when && region.name().equals(placement.region());
        }

        double x(HeapRange range) {
            return share(range.offset()) * (Svg.WIDTH - LEAST);
        }

        double width(HeapRange range) {
            return Math.max(LEAST, share(range.sizeBytes()) * Svg.WIDTH);
        }

        private double share(long bytes) {
            return Math.clamp((double) bytes / Math.max(1, region.sizeBytes()), 0, 1);
        }

        String text() {
            return CaptureText.plain(region.name()) + " memory, " + (now ? "now" : "at submission");
        }
    }

    MovesSvg(Capture capture) {
        this.capture = capture;
        for (boolean now : new boolean[] {false, true}) {
            for (RegionState region : capture.regions()) {
                if (now || isUsedAtSubmission(region)) {
                    bands.add(new Band(region, now, TOP + bands.size() * (BAND + GAP)));
                }
            }
        }
    }

    private boolean isUsedAtSubmission(RegionState region) {
        return capture.objects().stream()
                .anyMatch(each -> each.atSubmission().region().equals(region.name()));
    }

    String svg() {
        int height = TOP + bands.size() * (BAND + GAP) - GAP + 8;
        Svg svg = new Svg("map", height, "where captured objects were and are");
        bands.forEach(band -> band(svg, band));
        List<CapturedObject> objects = capture.objects();
        for (int i = 0; i < objects.size(); i++) {
            ribbons(svg, objects.get(i), hue(i));
        }
        for (int i = 0; i < objects.size(); i++) {
            CapturedObject object = objects.get(i);
            marks(svg, object, object.atSubmission(), false, i);
            for (Placement place : object.now()) {
                marks(svg, object, place, true, i);
            }
        }
        numbers(svg);
        return svg.whole();
    }

    static String hue(int index) {
        return "hue" + index % HUES;
    }

    private static void band(Svg svg, Band band) {
        RegionState region = band.region();
        svg.text("axis", 0, band.y() - 18, "start", band.text());
        svg.text("axis", Svg.WIDTH, band.y() - 18, "end", Bytes.format(region.sizeBytes()));
        svg.box("space", 0, band.y(), Svg.WIDTH, BAND, band.text());
        double seen = band.share(region.visibleBytes()) * Svg.WIDTH;
        if (region.visibleBytes() < region.sizeBytes()) {
            svg.box(
                    "invisible",
                    seen,
                    band.y(),
                    Svg.WIDTH - seen,
                    BAND,
                    "the CPU cannot see this part");
        }
    }

    /// From the first piece of where it was to the first piece of each place where it is.
    private void ribbons(Svg svg, CapturedObject object, String hue) {
        Band from = find(object.atSubmission(), false);
        if (from == null || object.atSubmission().ranges().isEmpty()) {
            return;
        }
        HeapRange first = object.atSubmission().ranges().getFirst();
        for (Placement now : object.now()) {
            Band to = find(now, true);
            if (to != null && !now.ranges().isEmpty()) {
                HeapRange end = now.ranges().getFirst();
                svg.ribbon(
                        "ribbon " + hue,
                        from.x(first),
                        from.width(first),
                        from.y() + BAND,
                        new Svg.Target(to.x(end), to.width(end), to.y()),
                        "%s: %s, then %s"
                                .formatted(
                                        object.name(),
                                        CaptureText.place(object.atSubmission()),
                                        CaptureText.place(now)));
            }
        }
    }

    private void marks(Svg svg, CapturedObject object, Placement place, boolean now, int index) {
        Band band = find(place, now);
        if (band == null) {
            return;
        }
        for (HeapRange range : place.ranges()) {
            svg.box(
                    hue(index),
                    band.x(range),
                    band.y(),
                    band.width(range),
                    BAND,
                    "%d. %s, %s at 0x%x"
                            .formatted(
                                    index + 1,
                                    object.name(),
                                    Bytes.format(range.sizeBytes()),
                                    range.offset()));
        }
    }

    /// The numbers that the table has, above where the objects were.
    private void numbers(Svg svg) {
        List<Double> taken = new ArrayList<>();
        for (int i = 0; i < capture.objects().size(); i++) {
            Placement place = capture.objects().get(i).atSubmission();
            Band band = find(place, false);
            if (band != null && !place.ranges().isEmpty()) {
                HeapRange first = place.ranges().getFirst();
                double x = band.x(first) + band.width(first) / 2;
                if (taken.stream().noneMatch(other -> Math.abs(other - x) < NEAR)) {
                    taken.add(x);
                    svg.text("number", x, band.y() - 4, "middle", Integer.toString(i + 1));
                }
            }
        }
    }

    private @Nullable Band find(Placement placement, boolean now) {
        return bands.stream().filter(band -> band.holds(placement, now)).findFirst().orElse(null);
    }
}
