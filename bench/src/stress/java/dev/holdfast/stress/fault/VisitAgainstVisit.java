package dev.holdfast.stress.fault;

import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSite;
import dev.holdfast.device.fault.FaultSpec;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Of two that visit a site at once one is the second, and is hit.
@JCStressTest
@State
@Outcome(
        id = {"1, 0, 21", "0, 1, 21"},
        expect = Expect.ACCEPTABLE,
        desc = "one was hit, two were counted")
@Outcome(expect = Expect.FORBIDDEN, desc = "both were hit, or neither")
public class VisitAgainstVisit {
    private static final List<FaultSpec> SECOND = List.of(FaultSpec.parse("copy-in:fail@#2"));

    private final FaultPlan plan = FaultPlan.of(1, SECOND);

    @Actor
    public void one(III_Result seen) {
        seen.r1 = plan.visit(FaultSite.COPY_IN).isPresent() ? 1 : 0;
    }

    @Actor
    public void two(III_Result seen) {
        seen.r2 = plan.visit(FaultSite.COPY_IN).isPresent() ? 1 : 0;
    }

    @Arbiter
    public void look(III_Result seen) {
        seen.r3 = (int) (10 * plan.visits(FaultSite.COPY_IN) + plan.injected());
    }
}
