package dev.holdfast.capturefile;

import dev.holdfast.device.unit.PlainText;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Placement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Short texts about captures, for people.
public final class CaptureText {
    private CaptureText() {}

    /// `text` as one line that is what it looks like: see [PlainText].
    public static String plain(String text) {
        return PlainText.of(text);
    }

    /// The queues that something was submitted to: the one of the guilty command first, then in the
    /// order of their oldest commands.
    public static List<String> queues(Capture capture) {
        Set<String> queues = new LinkedHashSet<>();
        capture.guilty().ifPresent(guilty -> queues.add(guilty.queue()));
        capture.commands().forEach(each -> queues.add(each.queue()));
        return List.copyOf(queues);
    }

    /// Where bytes are: `device 0x4000`, `device 0x4000 and 3 pieces more`.
    public static String place(Placement placement) {
        if (placement.ranges().isEmpty()) {
            return plain(placement.region());
        }
        String first =
                "%s 0x%x"
                        .formatted(
                                plain(placement.region()), placement.ranges().getFirst().offset());
        int more = placement.ranges().size() - 1;
        return switch (more) {
            case 0 -> first;
            case 1 -> first + " and 1 piece more";
            default -> first + " and " + more + " pieces more";
        };
    }

    /// Where an object is now; `the same place` if it has not moved.
    public static String now(CapturedObject object) {
        if (object.now().isEmpty()) {
            return "nowhere";
        }
        if (!object.moved()) {
            return "the same place";
        }
        return object.now().stream().map(CaptureText::place).collect(Collectors.joining("; "));
    }
}
