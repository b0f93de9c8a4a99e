package dev.holdfast.memory.schedule;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.stress.InlineDevice;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// A command that is added while its dependencies settle is handed over once, after both.
@JCStressTest
@State
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "handed over once, after both")
@Outcome(expect = Expect.FORBIDDEN, desc = "early, twice, or never")
public class AddAgainstSettle {
    private final SettableFence first = new SettableFence();
    private final SettableFence second = new SettableFence();
    private final Ledger ledger = new Ledger(Runnable::run);
    private final AtomicInteger handed = new AtomicInteger();
    private int payload;
    private volatile int payloadSeen;
    private final Schedule schedule =
            new Schedule(
                    ledger,
                    new InlineDevice(command -> {
                        handed.incrementAndGet();
                        payloadSeen = payload;
                    }));
    private Fence result = Fence.signalled();

    @Actor
    public void add() {
        try (var _ = ledger.enter()) {
            result =
                    schedule.add(
                                    QueueKind.COMPUTE,
                                    new Command.Marker(),
                                    1,
                                    List.of(
                                            Dependency.ordering(first),
                                            Dependency.ordering(second)))
                            .result();
        }
    }

    @Actor
    public void settle() {
        first.signal();
        payload = 1;
        second.signal();
    }

    @Arbiter
    public void look(III_Result seen) {
        seen.r1 = handed.get();
        seen.r2 = payloadSeen;
        seen.r3 = result.isSettled() ? 1 : 0;
    }
}
