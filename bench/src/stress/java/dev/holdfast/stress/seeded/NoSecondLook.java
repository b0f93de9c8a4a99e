package dev.holdfast.stress.seeded;

import dev.holdfast.memory.schedule.HandOverAgainstHandOver;
import dev.holdfast.stress.BugIn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Known bug: the holder of the token does not look again after giving it back.
@JCStressTest
@State
@BugIn(HandOverAgainstHandOver.class)
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "both, in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: left behind")
public class NoSecondLook {
    private final ReentrantLock ledger = new ReentrantLock();
    private final ConcurrentLinkedQueue<Integer> outbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean token = new AtomicBoolean();
    private final List<Integer> driver = new ArrayList<>();
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
        if (token.compareAndSet(false, true)) {
            Integer next;
            while ((next = outbox.poll()) != null) {
                driver.add(next);
            }
            token.set(false);
        }
    }

    @Arbiter
    public void look(II_Result seen) {
        seen.r1 = driver.size();
        seen.r2 = driver.equals(List.of(0, 1)) ? 1 : 0;
    }
}
