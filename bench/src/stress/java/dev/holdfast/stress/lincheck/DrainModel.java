package dev.holdfast.stress.lincheck;

import dev.holdfast.memory.ledger.Ledger;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/// What is posted while others take the ledger and let it go is run when all are through.
public final class DrainModel {
    private final Ledger ledger = new Ledger(Runnable::run);
    private final AtomicInteger posted = new AtomicInteger();

    // guarded by the ledger
    private int ran;

    @Operation
    public void post() {
        posted.incrementAndGet();
        ledger.drain().post(() -> ran++);
    }

    @Operation
    public void hold() {
        ledger.enter().close();
    }

    /// After all calls are over.
    @Validate
    public void nothingWasLeftBehind() {
        if (ran != posted.get()) {
            throw new IllegalStateException(ran + " ran of " + posted);
        }
    }
}
