package dev.holdfast.stress.seeded;

import dev.holdfast.soft.AccessAgainstRevoke;
import dev.holdfast.stress.BugIn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Known bug: the two flags are written with release and read with acquire, which lets each side's
/// write wait in its store buffer while it reads the other's.
@JCStressTest
@State
@BugIn(AccessAgainstRevoke.class)
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "the next owner's word")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: a revoked command wrote")
public class ReleaseOnly {
    private static final VarHandle ACCESSING;
    private static final VarHandle REVOKED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ACCESSING = lookup.findVarHandle(ReleaseOnly.class, "accessing", boolean.class);
            REVOKED = lookup.findVarHandle(ReleaseOnly.class, "revoked", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private boolean accessing;
    private boolean revoked;
    private int word;

    @Actor
    public void access() {
        ACCESSING.setRelease(this, true);
        if (!(boolean) REVOKED.getAcquire(this)) {
            word = 1;
        }
        ACCESSING.setRelease(this, false);
    }

    @Actor
    public void revoke() {
        REVOKED.setRelease(this, true);
        while ((boolean) ACCESSING.getAcquire(this)) {
            Thread.onSpinWait();
        }
        word = 2;
    }

    @Arbiter
    public void look(II_Result seen) {
        seen.r1 = word;
        seen.r2 = 0;
    }
}
