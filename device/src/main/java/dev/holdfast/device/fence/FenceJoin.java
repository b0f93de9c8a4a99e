package dev.holdfast.device.fence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An immutable set of fences to be waited for together. It holds leaves only, so joining joins
/// does not nest; each once; and drops fences that have settled. Making one takes time in
/// proportion to how many fences it is made of.
///
/// No fence stands for others: commands of one queue, or of one client, do not settle in the order
/// in which they were submitted. One that is skipped settles as soon as everything that *it* waits
/// for has, and one that comes behind a command that was given up waits longer than its successors.
///
/// A join is about *order*: what it drops may have failed. Who needs a result keeps a data
/// [Dependency] on the fence itself.
public final class FenceJoin {
    private static final int FEW = 16;
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
        Kept kept = new Kept(fences.size());
        fences.forEach(kept::add);
        return kept.join();
    }

    /// This join and `other` together.
    public FenceJoin and(FenceJoin other) {
        if (other.leaves.isEmpty()) {
            return this;
        }
        Kept kept = new Kept(leaves.size() + other.leaves.size());
        leaves.forEach(kept::add);
        other.leaves.forEach(kept::add);
        return kept.join();
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

    /// What a join is made of. A few are compared with each other; more than that are looked up.
    private static final class Kept {
        private final List<Fence> fences;
        private final @Nullable Set<Fence> seen;

        Kept(int most) {
            fences = new ArrayList<>(most);
            seen = most > FEW ? Collections.newSetFromMap(new IdentityHashMap<>(most)) : null;
        }

        void add(Fence fence) {
            if (!fence.isSettled() && isNew(fence)) {
                fences.add(fence);
            }
        }

        @SuppressWarnings("ReferenceEquality") // a fence equals itself alone
        private boolean isNew(Fence fence) {
            if (seen != null) {
                return seen.add(fence);
            }
            for (Fence other : fences) {
                if (other == fence) {
                    return false;
                }
            }
            return true;
        }

        FenceJoin join() {
            return fences.isEmpty() ? EMPTY : new FenceJoin(List.copyOf(fences));
        }
    }

    @Override
    public String toString() {
        return "FenceJoin" + leaves;
    }
}
