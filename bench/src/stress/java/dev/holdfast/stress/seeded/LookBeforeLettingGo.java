package dev.holdfast.stress.seeded;

import dev.holdfast.stress.BugIn;
import dev.holdfast.stress.ledger.DrainAgainstHolder;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// Known bug: a holder looks for posted work before it lets the ledger go, not after.
@JCStressTest
@State
@BugIn(DrainAgainstHolder.class)
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "run once")
@Outcome(expect = Expect.FORBIDDEN, desc = "the bug: left behind")
public class LookBeforeLettingGo {
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private int ran;

    @Actor
    public void post() {
        tasks.add(() -> ran++);
        if (lock.tryLock()) {
            runAndLetGo();
        }
    }

    @Actor
    public void hold() {
        lock.lock();
        runAndLetGo();
    }

    private void runAndLetGo() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
        lock.unlock();
    }

    @Arbiter
    public void look(I_Result seen) {
        seen.r1 = ran;
    }
}
