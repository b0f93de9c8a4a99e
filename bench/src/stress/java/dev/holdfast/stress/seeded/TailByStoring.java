package dev.holdfast.stress.seeded;

import dev.holdfast.soft.InboxAddAgainstAdd;
import dev.holdfast.stress.BugIn;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Known bug: the end of the inbox is moved by a look and a store instead of an exchange.
@JCStressTest
@State
@BugIn(InboxAddAgainstAdd.class)
@Outcome(id = "3, 1", expect = Expect.ACCEPTABLE, desc = "all, in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: a ticket was lost")
public class TailByStoring {
    private final Link head = new Link();
    private volatile Link tail = head;

    private static final class Link {
        private volatile Link next;
    }

    @Actor
    public void one() {
        add();
    }

    @Actor
    public void two() {
        add();
        add();
    }

    private void add() {
        Link added = new Link();
        Link before = tail;
        tail = added;
        before.next = added;
    }

    @Arbiter
    public void look(II_Result seen) {
        for (Link each = head.next; each != null; each = each.next) {
            seen.r1++;
        }
        seen.r2 = 1;
    }
}
