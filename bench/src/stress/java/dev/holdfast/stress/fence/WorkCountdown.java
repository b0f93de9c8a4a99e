package dev.holdfast.stress.fence;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.FenceWork;
import dev.holdfast.device.fence.SettableFence;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A body runs once, with the fault, however arming and the dependencies fall together.
@JCStressTest
@State
@Outcome(
        id = "1, 1",
        expect = Expect.ACCEPTABLE,
        desc = "the body ran once and was given the fault")
@Outcome(expect = Expect.FORBIDDEN, desc = "the body ran twice, never, or without the fault")
public class WorkCountdown {
    private static final Fault FAULT = Fault.of(FaultKind.COPY_FAILED, "failed");

    private final SettableFence first = new SettableFence();
    private final SettableFence second = new SettableFence();
    private final AtomicInteger runs = new AtomicInteger();
    private volatile int given;

    @Actor
    public void arm() {
        FenceWork.start(
                List.of(
                        Dependency.ordering(first),
                        Dependency.data(second),
                        Dependency.ordering(second)),
                Runnable::run,
                fault -> {
                    runs.incrementAndGet();
                    given = fault.isPresent() ? 1 : 0;
                    return fault;
                });
    }

    @Actor
    public void settle() {
        first.signal();
        second.fail(FAULT);
    }

    @Arbiter
    public void look(II_Result seen) {
        seen.r1 = runs.get();
        seen.r2 = given;
    }
}
