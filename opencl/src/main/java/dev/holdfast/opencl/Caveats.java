package dev.holdfast.opencl;

import dev.holdfast.device.unit.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a device or its driver cannot do, for people: a line each.
final class Caveats {
    private Caveats() {}

    /// Those of `device`, where an object has at most `objectBytes`.
    static List<String> of(ClDevice device, long objectBytes) {
        List<String> caveats = new ArrayList<>();
        caveats.add("no command can be stopped: a device that hangs is given up whole");
        caveats.add(
                "an object is one range of at most %s, and work groups have at most %d items%s"
                        .formatted(
                                Bytes.format(objectBytes),
                                device.limits().groupItems(),
                                device.limits().unevenGroups() ? "" : " and divide the work"));
        loops(device).ifPresent(caveats::add);
        if (device.calls().serial()) {
            caveats.add(
                    "all calls are made by one thread (%s), and no callbacks are relied on"
                            .formatted(Calls.PROPERTY));
        }
        return List.copyOf(caveats);
    }

    /// That the driver cuts loops, if it does.
    static Optional<String> loops(ClDevice device) {
        var cut = device.loops().cutAfter(device);
        return cut.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "loops are cut without a word: those of a work item run %d times in all"
                                .formatted(cut.getAsInt()));
    }
}
