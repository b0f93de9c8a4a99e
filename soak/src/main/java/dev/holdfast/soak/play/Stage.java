package dev.holdfast.soak.play;

import dev.holdfast.memory.MemoryManager;
import dev.holdfast.soak.content.StepLauncher;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// What all lanes share. Thread-safe.
public final class Stage implements AutoCloseable {
    final MemoryManager manager;
    final StepLauncher launcher;
    final Verdict verdict;
    final Tally tally;
    final Judge judge;
    final Interrupter interrupter = new Interrupter();

    /// The largest object that there can be.
    final long largestBytes;

    /// What can be used by a kernel at once.
    final long deviceBytes;

    private final long budgetBytes;
    private final AtomicLong liveBytes = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();
    private final List<Lane> lanes = new CopyOnWriteArrayList<>();

    /// A stage whose objects have at most `largestBytes` each and `budgetBytes` together.
    public Stage(
            MemoryManager manager,
            Verdict verdict,
            Tally tally,
            long largestBytes,
            long deviceBytes,
            long budgetBytes) {
        this.manager = manager;
        this.launcher = StepLauncher.on(manager.device());
        this.verdict = verdict;
        this.tally = tally;
        this.judge = new Judge(verdict, tally);
        this.largestBytes = largestBytes;
        this.deviceBytes = deviceBytes;
        this.budgetBytes = budgetBytes;
    }

    /// Adds a lane, which is not started.
    public Lane addLane(long seed) {
        Lane lane = new Lane(this, lanes.size(), seed);
        lanes.add(lane);
        return lane;
    }

    List<Lane> lanes() {
        return lanes;
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    /// Takes so much of what all objects may have together; false if it is not there.
    boolean take(long sizeBytes) {
        if (liveBytes.addAndGet(sizeBytes) <= budgetBytes) {
            return true;
        }
        liveBytes.addAndGet(-sizeBytes);
        return false;
    }

    /// True if an object of that size may stay for a while; a larger one leaves too little to
    /// others.
    boolean mayKeep(long sizeBytes) {
        return sizeBytes <= budgetBytes / 4;
    }

    void giveBack(long sizeBytes) {
        liveBytes.addAndGet(-sizeBytes);
    }

    @Override
    public void close() {
        interrupter.close();
    }
}
