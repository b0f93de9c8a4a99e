package dev.holdfast.device.fence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// An immutable set of fences to be waited for together. It holds leaves only, so joining joins
/// does not nest; keeps the newest point of each timeline, which stands for all earlier ones; and
/// drops fences that have settled.
///
/// A join is about *order*: what it drops may have failed. Who needs a result keeps a data
/// [Dependency] on the fence itself.
public final class FenceJoin {
    private static final FenceJoin EMPTY = new FenceJoin(List.of());

    private final List<Fence> leaves;

    private FenceJoin(List<Fence> leaves) {
        this.leaves = leaves;
    }

    /// The join of nothing: settled.
    public static FenceJoin empty() {
        return EMPTY;
    }

    /// The join of `fences`.
    public static FenceJoin of(Fence... fences) {
        return of(List.of(fences));
    }

    /// The join of `fences`.
    public static FenceJoin of(Collection<? extends Fence> fences) {
        List<Fence> kept = new ArrayList<>(fences.size());
        for (Fence fence : fences) {
            add(kept, fence);
        }
        return kept.isEmpty() ? EMPTY : new FenceJoin(List.copyOf(kept));
    }

    /// This join and `other` together.
    public FenceJoin and(FenceJoin other) {
        if (other.leaves.isEmpty()) {
            return this;
        }
        List<Fence> kept = new ArrayList<>(leaves.size() + other.leaves.size());
        leaves.forEach(fence -> add(kept, fence));
        other.leaves.forEach(fence -> add(kept, fence));
        return kept.isEmpty() ? EMPTY : new FenceJoin(List.copyOf(kept));
    }

    /// This join and `fence`.
    public FenceJoin and(Fence fence) {
        return fence.isSettled() ? this : and(new FenceJoin(List.of(fence)));
    }

    /// The fences waited for; some may have settled since.
    public List<Fence> leaves() {
        return leaves;
    }

    /// True once all have settled, well or badly.
    public boolean isSettled() {
        for (Fence leaf : leaves) {
            if (!leaf.isSettled()) {
                return false;
            }
        }
        return true;
    }

    /// This join without what has settled.
    public FenceJoin pruned() {
        if (leaves.isEmpty()) {
            return this;
        }
        return isSettled() ? EMPTY : of(leaves);
    }

    /// One fence for all: it settles once all have, with the first fault to settle among them. A
    /// fault of what was dropped before is not among them: wait behind the answer, but judge by the
    /// fences themselves.
    public Fence fence() {
        return switch (leaves.size()) {
            case 0 -> Fence.signalled();
            case 1 -> leaves.getFirst();
            default -> FenceWork.coalesce(leaves.stream().map(Dependency::data).toList());
        };
    }

    private static void add(List<Fence> kept, Fence fence) {
        if (fence.isSettled()) {
            return;
        }
        TimelinePoint point = fence.point().orElse(null);
        for (int i = 0; i < kept.size(); i++) {
            Fence other = kept.get(i);
            if (other == fence) {
                return;
            }
            TimelinePoint otherPoint = other.point().orElse(null);
            if (point != null && otherPoint != null && point.timeline() == otherPoint.timeline()) {
                if (point.isLaterThan(otherPoint)) {
                    kept.set(i, fence);
                }
                return;
            }
        }
        kept.add(fence);
    }

    @Override
    public String toString() {
        return "FenceJoin" + leaves;
    }
}
