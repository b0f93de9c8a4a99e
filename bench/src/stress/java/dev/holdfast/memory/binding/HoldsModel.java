package dev.holdfast.memory.binding;

import dev.holdfast.device.fence.Fence;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;

/// A binding's holds as a sequence of calls: who has one sees the unbind fence open, and who comes
/// after the last was given up is refused.
public final class HoldsModel {
    private static final int MOST_THREADS = 4;

    private final Binding binding = BoundOnce.binding();
    private final Fence unbound = binding.unbound();
    private final int[] mine = new int[MOST_THREADS];

    /// Takes a hold, for good or until this thread gives it up.
    @Operation
    public String hold(@Param(gen = ThreadIdGen.class) int thread) {
        if (!binding.hold()) {
            return "refused";
        }
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
        binding.unhold();
        return true;
    }

    /// The hold that the binding began with.
    @Operation(runOnce = true)
    public void unbind() {
        binding.unhold();
    }

    /// After all calls are over.
    @Validate
    public void theUnbindFenceHasSettledIfNobodyHolds() {
        if (unbound.isSettled() != (binding.holds() == 0)) {
            throw new IllegalStateException(binding.holds() + " holds, and " + unbound);
        }
    }
}
