package dev.holdfast.soft;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// After a revocation has returned no access is running and none begins: what the next owner wrote
/// stays.
@JCStressTest
@State
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "the next owner's word")
@Outcome(expect = Expect.FORBIDDEN, desc = "a revoked command wrote")
public class AccessAgainstRevoke {
    private final Revocation revocation = new Revocation();
    private int word;

    @Actor
    public void access() {
        if (revocation.enter()) {
            word = 1;
            revocation.exit();
        }
    }

    @Actor
    public void revoke() {
        revocation.revoke();
        word = 2;
    }

    @Arbiter
    public void look(II_Result seen) {
        seen.r1 = word;
        seen.r2 = revocation.enter() ? 1 : 0;
    }
}
