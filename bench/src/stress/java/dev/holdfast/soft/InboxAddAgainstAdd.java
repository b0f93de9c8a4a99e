package dev.holdfast.soft;

import dev.holdfast.device.Command;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Two tickets that are added at once, and one after: none is lost, the later one comes later.
@JCStressTest
@State
@Outcome(id = "3, 1", expect = Expect.ACCEPTABLE, desc = "all, in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "a ticket was lost, or overtook")
public class InboxAddAgainstAdd {
    private final Inbox inbox = new Inbox();
    private final Ticket one = ticket();
    private final Ticket two = ticket();
    private final Ticket behindTwo = ticket();

    private static Ticket ticket() {
        return new Ticket(new Command.Marker(), fault -> {}, 0);
    }

    @Actor
    public void one() {
        inbox.add(one);
    }

    @Actor
    public void two() {
        inbox.add(two);
        inbox.add(behindTwo);
    }

    @Arbiter
    public void look(II_Result seen) {
        List<Ticket> taken = new ArrayList<>();
        Ticket next;
        while ((next = inbox.poll()) != null) {
            taken.add(next);
        }
        seen.r1 = taken.size();
        seen.r2 = taken.indexOf(two) < taken.indexOf(behindTwo) ? 1 : 0;
    }
}
