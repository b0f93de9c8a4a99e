package dev.holdfast.memory.migrate;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceWork;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.device.fence.SettlingSection;
import dev.holdfast.memory.ledger.Ledger;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The clear of space whose tag depends on how an overwriting ends that is still under way.
///
/// State runs ahead, so most space changes hands like this. By the time that the new owner may
/// touch it the overwriting has ended: well, and the bytes are the client's own and may stay; or
/// badly, and only then is there anything to clear. So nothing is handed to the device in advance,
/// and nothing hops to another thread, unless it has to be done.
final class ClearInDoubt implements Consequence {
    private final Ledger ledger;
    private final List<Fence> provided;
    private final Supplier<Interceptor> clearing;
    private final SettableFence published = new SettableFence();
    private final SettableFence over = new SettableFence();

    /// A clear that `clearing` starts, under the ledger, unless all of `provided` end well.
    ClearInDoubt(Ledger ledger, List<Fence> provided, Supplier<Interceptor> clearing) {
        this.ledger = ledger;
        this.provided = provided;
        this.clearing = clearing;
    }

    /// Settles when the space shows nobody what it should not.
    Fence published() {
        return published;
    }

    /// Settles once nobody writes there on behalf of this any more.
    Fence over() {
        return over;
    }

    /// Decides when all of `due` have settled, which come behind all that it is provided; a data
    /// fault among them is passed on. Under the ledger.
    void arm(List<Dependency> due) {
        Fence all = FenceWork.coalesce(due);
        ledger.afterwards(() -> {
            if (!all.onSettled(this)) {
                settled(all);
            }
        });
    }

    @Override
    public void settled(Fence all) {
        Fault fault = all.fault().orElse(null);
        if (fault != null || isNeedless()) {
            try (var _ = SettlingSection.enter()) {
                published.settle(Optional.ofNullable(fault));
                over.signal();
            }
        } else {
            ledger.drain().post(this::clear);
        }
    }

    private boolean isNeedless() {
        return provided.stream().allMatch(fence -> fence.isSettled() && !fence.isFailed());
    }

    private void clear() {
        Interceptor move = clearing.get();
        move.armAfter(ledger);
        ledger.afterwards(() -> {
            follow(move.published(), published);
            follow(move.over(), over);
        });
    }

    private static void follow(Fence leader, SettableFence follower) {
        if (!leader.onSettled(Consequence.of(follower::settleLike))) {
            follower.settleLike(leader);
        }
    }
}
