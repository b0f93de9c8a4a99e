package dev.holdfast.memory.binding;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Whoever has a hold reads while the unbind fence is open; once the last hold is gone, the fence
/// settles, the extent list is let go, and no hold can be had.
@JCStressTest
@State
@Outcome(
        id = {"1, 0, 101", "0, 0, 101"},
        expect = Expect.ACCEPTABLE,
        desc = "held while open, or refused")
@Outcome(
        expect = Expect.FORBIDDEN,
        desc = "held after the fence, or the fence is open, or let go twice")
public class HoldAgainstLastUnhold {
    private final Binding binding = BoundOnce.binding();

    @Actor
    public void hold(III_Result seen) {
        if (binding.hold()) {
            seen.r1 = 1;
            seen.r2 = binding.unbound().isSettled() ? 1 : 0;
            binding.unhold();
        }
    }

    @Actor
    public void unhold() {
        binding.unhold();
    }

    @Arbiter
    public void look(III_Result seen) {
        int settled = binding.unbound().isSettled() ? 100 : 0;
        int again = binding.hold() ? 10 : 0;
        seen.r3 = settled + again + binding.extents().holders();
    }
}
