package dev.holdfast.stress.seeded;

import dev.holdfast.memory.schedule.HandOverAgainstHandOver;
import dev.holdfast.stress.BugIn;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Known bug: whoever made a command ready empties the outbox, token or no token.
@JCStressTest
@State
@BugIn(HandOverAgainstHandOver.class)
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "both, in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: at once, or out of order")
public class HandOverWithoutToken {
    private final ReentrantLock ledger = new ReentrantLock();
    private final ConcurrentLinkedQueue<Integer> outbox = new ConcurrentLinkedQueue<>();
    private final int[] driver = new int[8];
    private int submitted;
    private int sequence;

    @Actor
    public void one() {
        add();
    }

    @Actor
    public void two() {
        add();
    }

    private void add() {
        ledger.lock();
        outbox.add(sequence++);
        ledger.unlock();
        flush();
    }

    private void flush() {
        Integer next;
        while ((next = outbox.poll()) != null) {
            driver[submitted++] = next;
        }
    }

    @Arbiter
    public void look(II_Result seen) {
        seen.r1 = submitted;
        seen.r2 = driver[0] == 0 && driver[1] == 1 ? 1 : 0;
    }
}
