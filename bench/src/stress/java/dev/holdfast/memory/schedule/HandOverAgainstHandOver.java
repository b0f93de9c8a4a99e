package dev.holdfast.memory.schedule;

import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.stress.InlineDevice;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Two commands become ready on two threads at once: each goes to the driver once, one after the
/// other, in the order that was decided under the ledger.
@JCStressTest
@State
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "both, in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "left behind, at once, or out of order")
public class HandOverAgainstHandOver {
    private static final Command ONE = new Command.Fill(List.of(new HeapRange(0, 0, 1)));
    private static final Command TWO = new Command.Fill(List.of(new HeapRange(0, 1, 1)));

    private final Ledger ledger = new Ledger(Runnable::run);
    private final List<Command> driver = new ArrayList<>();
    private final Schedule schedule = new Schedule(ledger, new InlineDevice(driver::add));
    private long first;
    private long second;

    @Actor
    public void one() {
        first = add(ONE);
    }

    @Actor
    public void two() {
        second = add(TWO);
    }

    private long add(Command command) {
        try (var _ = ledger.enter()) {
            return schedule.add(QueueKind.COMPUTE, command, 1, List.of()).order().sequence();
        }
    }

    @Arbiter
    public void look(II_Result seen) {
        seen.r1 = driver.size();
        List<Command> decided = first < second ? List.of(ONE, TWO) : List.of(TWO, ONE);
        seen.r2 = driver.equals(decided) ? 1 : 0;
    }
}
