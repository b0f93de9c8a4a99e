package dev.holdfast.stress.lincheck;

import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.binding.HoldsModel;
import dev.holdfast.stress.BugIn;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;

/// Known bug: a hold is taken by a look and an addition.
@BugIn(HoldsModel.class)
public final class HoldsWithLook {
    private static final int MOST_THREADS = 4;

    private final AtomicInteger holds = new AtomicInteger(1);
    private final SettableFence unbound = new SettableFence();
    private final int[] mine = new int[MOST_THREADS];

    /// Takes a hold, for good or until this thread gives it up.
    @Operation
    public String hold(@Param(gen = ThreadIdGen.class) int thread) {
        if (holds.get() == 0) {
            return "refused";
        }
        holds.incrementAndGet();
        mine[thread]++;
        return unbound.isSettled() ? "held too late" : "held";
    }

    /// Gives up one hold of this thread's.
    @Operation
    public boolean unhold(@Param(gen = ThreadIdGen.class) int thread) {
        if (mine[thread] == 0) {
            return false;
        }
        mine[thread]--;
        giveUp();
        return true;
    }

    /// The hold that the binding began with.
    @Operation(runOnce = true)
    public void unbind() {
        giveUp();
    }

    /// After all calls are over.
    @Validate
    public void theUnbindFenceHasSettledIfNobodyHolds() {
        if (unbound.isSettled() != (holds.get() == 0)) {
            throw new IllegalStateException(holds.get() + " holds, and " + unbound);
        }
    }

    private void giveUp() {
        if (holds.decrementAndGet() == 0) {
            unbound.signal();
        }
    }
}
