package dev.holdfast.stress.lincheck;

import dev.holdfast.stress.BugIn;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/// Known bug: a holder looks for posted work before it lets go, not after.
@BugIn(DrainModel.class)
public final class DrainThatLooksEarly {
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger posted = new AtomicInteger();

    // guarded by lock
    private int ran;

    @Operation
    public void post() {
        posted.incrementAndGet();
        tasks.add(() -> ran++);
        if (lock.tryLock()) {
            runAndLetGo();
        }
    }

    @Operation
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

    /// After all calls are over.
    @Validate
    public void nothingWasLeftBehind() {
        if (ran != posted.get()) {
            throw new IllegalStateException(ran + " ran of " + posted);
        }
    }
}
