package dev.holdfast.stress.lincheck;

import dev.holdfast.stress.BugIn;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/// Known bug: a callback is added by a look and a store.
@BugIn(FenceModel.class)
public final class FenceWithLook {
    private volatile boolean settled;
    private volatile int waiting;
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger called = new AtomicInteger();

    @Operation
    public synchronized boolean signal() {
        if (settled) {
            return false;
        }
        called.addAndGet(waiting);
        settled = true;
        return true;
    }

    @Operation
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public boolean add() {
        if (settled) {
            return false;
        }
        waiting++;
        accepted.incrementAndGet();
        return true;
    }

    @Operation
    public boolean poll() {
        return settled;
    }

    /// After all calls are over.
    @Validate
    public void everyCallbackWasCalledOnce() {
        int expected = settled ? accepted.get() : 0;
        if (called.get() != expected) {
            throw new IllegalStateException(called + " called of " + expected);
        }
    }
}
