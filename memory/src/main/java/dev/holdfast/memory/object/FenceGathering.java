package dev.holdfast.memory.object;

import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.FenceWork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Fences that are to be waited for together: any number can be added, and few are to be looked at.
///
/// The newest [#NEWEST] or more are kept as they are: most of them settle before they are in
/// anybody's way, and an in-order queue need not wait for what it was given itself. When there are
/// [#MOST], the older half is gathered into one fence that settles once all of them have, and that
/// is kept in the same way, one level up. So whoever waits for everybody looks at no more than
/// [#MOST] fences for each level, and of those there are as many as the logarithm of how many are
/// pending, to the base [#NEWEST]: three for two million.
///
/// It is about order: what a gathered fence failed with is not passed on. Under the ledger.
public final class FenceGathering {
    /// So many of the newest are never gathered: no queue is given as many ahead.
    static final int NEWEST = 128;

    /// So many a level has at most.
    static final int MOST = 2 * NEWEST;

    private static final int PRUNE_AT = 16;

    private final List<Level> levels = new ArrayList<>(1);

    private static final class Level {
        private final List<Fence> fences = new ArrayList<>(2);
        private int pruneAt = PRUNE_AT;
    }

    /// Adds a fence.
    public void add(Fence fence) {
        add(0, fence);
    }

    private void add(int number, Fence fence) {
        if (number == levels.size()) {
            levels.add(new Level());
        }
        Level level = levels.get(number);
        List<Fence> fences = level.fences;
        if (fences.size() >= level.pruneAt) {
            fences.removeIf(Fence::isSettled);
            level.pruneAt = Math.clamp(2L * fences.size(), PRUNE_AT, MOST);
        }
        if (fences.size() >= MOST) {
            List<Fence> older = fences.subList(0, MOST - NEWEST);
            Fence gathered = FenceWork.coalesce(older.stream().map(Dependency::ordering).toList());
            older.clear();
            add(number + 1, gathered);
        }
        fences.add(fence);
    }

    /// Forgets all.
    public void clear() {
        levels.clear();
    }

    /// Tells `each` of every fence that has not settled, or of one that settles no earlier.
    public void pending(Consumer<Fence> each) {
        for (int number = levels.size() - 1; number >= 0; number--) {
            for (Fence fence : levels.get(number).fences) {
                if (!fence.isSettled()) {
                    each.accept(fence);
                }
            }
        }
    }

    /// All of them together, as they are now, and `others`.
    public FenceJoin and(Fence... others) {
        List<Fence> all = new ArrayList<>(List.of(others));
        pending(all::add);
        return FenceJoin.of(all);
    }
}
