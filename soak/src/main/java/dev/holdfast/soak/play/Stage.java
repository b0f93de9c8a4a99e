package dev.holdfast.soak.play;

import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.soak.content.StepLauncher;
import dev.holdfast.soak.rude.Kind;
import dev.holdfast.soak.rude.RudeClients;
import dev.holdfast.soak.rude.Rudeness;
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
    final Rudeness rudeness;
    final RudeClients clients;
    final Interrupter interrupter = new Interrupter();

    /// The largest object that there can be.
    final long largestBytes;

    /// What can be used by a kernel at once.
    final long deviceBytes;

    final Surroundings surroundings;

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
            long budgetBytes,
            Surroundings surroundings) {
        this.manager = manager;
        this.launcher = StepLauncher.on(manager.device());
        this.verdict = verdict;
        this.tally = tally;
        this.rudeness = surroundings.rudeness();
        this.clients = surroundings.clients();
        this.surroundings = surroundings;
        this.judge = new Judge(verdict, tally, rudeness);
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

    /// Once nobody plays, nothing is under way, and the manager is closed: looks whether all that
    /// was rude had the consequences that it must have, and no others.
    public void checkRudeness(Counters counters) {
        judge.allTold();
        isCounted(counters, Counters.Counter.TRACES_STOPPED, Kind.SINK_THREW);
        isCounted(counters, Counters.Counter.FLIGHT_LOGS_STOPPED, Kind.LOG_CUT);
    }

    private void isCounted(Counters counters, Counters.Counter counter, Kind kind) {
        if (counters.get(counter) != rudeness.given(kind)) {
            verdict.violated(
                    "P8",
                    "%d %s, and the manager has counted %d"
                            .formatted(rudeness.given(kind), kind.text(), counters.get(counter)));
        }
    }

    @Override
    public void close() {
        interrupter.close();
    }
}
