package dev.holdfast.sim.play;

import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fence.SettableFence;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A use by a client's own commands, from its beginning to its end.
final class InUse {
    final WorkTruth truth;
    final dev.holdfast.memory.Use use;

    /// When it counts as one that could not be stopped.
    final long dueNanos;

    /// True once everything that it is to write is written.
    boolean wrote;

    /// What it ends with, once it is closed and its commands are still under way.
    @Nullable SettableFence done;

    private final IdentityHashMap<ObjectTruth, List<HeapRange>> ranges = new IdentityHashMap<>();

    InUse(WorkTruth truth, dev.holdfast.memory.Use use, long dueNanos) {
        this.truth = truth;
        this.use = use;
        this.dueNanos = dueNanos;
        for (Right right : truth.rights) {
            ranges.put(right.object, use.ranges(right.handle));
        }
    }

    /// Where an object is as long as this lasts.
    List<HeapRange> ranges(ObjectTruth object) {
        return Objects.requireNonNull(ranges.get(object));
    }
}
