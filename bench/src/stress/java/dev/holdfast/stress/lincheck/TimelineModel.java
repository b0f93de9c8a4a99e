package dev.holdfast.stress.lincheck;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.Timeline;
import dev.holdfast.device.fence.TimelinePoint;
import org.jetbrains.lincheck.datastructures.Operation;

/// A timeline as a sequence of calls: numbers count up by one, and the newest is the last.
public final class TimelineModel {
    private final Timeline line = new Timeline("model");

    @Operation
    public long attach() {
        return seqno(line.attach(Fence.signalled()));
    }

    @Operation
    public long newest() {
        return seqno(line.newest());
    }

    private static long seqno(Fence fence) {
        return fence.point().map(TimelinePoint::seqno).orElse(0L);
    }
}
