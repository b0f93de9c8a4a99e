package dev.holdfast.stress.lincheck;

import dev.holdfast.device.fence.SettableFence;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/// A fence as a sequence of calls: of those that settle it one is told so, a callback is refused
/// once it has settled, and every one that was accepted is called once.
public final class FenceModel {
    private final SettableFence fence = new SettableFence();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger called = new AtomicInteger();

    @Operation
    public boolean signal() {
        return fence.signal();
    }

    @Operation
    public boolean add() {
        boolean taken = fence.onSettled(settled -> called.incrementAndGet());
        if (taken) {
            accepted.incrementAndGet();
        }
        return taken;
    }

    @Operation
    public boolean poll() {
        return fence.isSettled();
    }

    /// After all calls are over.
    @Validate
    public void everyCallbackWasCalledOnce() {
        int expected = fence.isSettled() ? accepted.get() : 0;
        if (called.get() != expected) {
            throw new IllegalStateException(called + " called of " + expected);
        }
    }
}
