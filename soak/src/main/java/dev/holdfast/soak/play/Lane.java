package dev.holdfast.soak.play;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A thread that plays, with a client of its own.
public final class Lane {
    final Stage stage;
    final int index;
    final SplittableRandom random;

    /// Held while somebody grants something to this lane's client, or the client changes.
    final ReentrantLock clientLock = new ReentrantLock();

    /// What others have granted and this lane has not seen yet; filled under the client lock.
    final Queue<Right> inbox = new ConcurrentLinkedQueue<>();

    // guarded by the client lock, for others; this lane changes it
    private Tenancy tenancy;

    private final Owning owning;
    private final HostSide host;
    private final Launching launching;
    private final Leaving leaving;
    private final Mischief mischief;
    private final AtomicLong moves = new AtomicLong();
    private volatile @Nullable Move current;

    Lane(Stage stage, int index, long seed) {
        this.stage = stage;
        this.index = index;
        this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index);
        this.tenancy = new Tenancy(stage.manager.client("lane-" + index));
        this.owning = new Owning(this);
        this.host = new HostSide(this);
        this.launching = new Launching(this);
        this.leaving = new Leaving(this, owning, host, launching);
        this.mischief = new Mischief(stage, owning);
    }

    /// Plays until the verdict is over, or for so many moves; leaves nothing behind.
    public void play(long mostMoves) {
        try {
            while (!stage.verdict.isOver() && moves.get() < mostMoves) {
                step();
            }
            leaving.finish();
        } catch (InterruptedException broken) {
            Thread.currentThread().interrupt();
            stage.verdict.violated("P6", this + " was interrupted by nobody");
        } catch (RuntimeException | Error broken) {
            stage.verdict.violated("P2", this + " at " + current + " met " + describe(broken));
        }
    }

    private static String describe(Throwable broken) {
        StackTraceElement[] trace = broken.getStackTrace();
        StringBuilder text = new StringBuilder(broken.toString());
        for (int i = 0; i < Math.min(12, trace.length); i++) {
            text.append(System.lineSeparator()).append("    at ").append(trace[i]);
        }
        return text.toString();
    }

    private void step() throws InterruptedException {
        for (Right right = inbox.poll(); right != null; right = inbox.poll()) {
            tenancy.borrowed.add(right);
        }
        Move move = Move.draw(random);
        current = move;
        switch (move) {
            case CREATE -> create();
            case LEND -> owning.lend();
            case CLOSE -> owning.closeOne();
            case CLEAR -> owning.clear();
            case GRANT -> owning.grant();
            case GIVE_BACK -> owning.giveBack();
            case LAUNCH -> launching.launch();
            case LOOK -> host.look();
            case WRITE -> host.write();
            case PATCH -> host.patch();
            case MAP_INTERRUPTED -> host.interrupted();
            case UNMAP -> host.unmapOne();
            case PIN -> host.pin();
            case UNPIN -> host.unpinOne();
            case DEPART -> leaving.depart();
        }
        mischief.afterMove();
        moves.incrementAndGet();
        stage.tally.count(Count.OPERATIONS);
    }

    private void create() throws InterruptedException {
        Optional<Right> large = owning.create();
        if (large.isPresent()) {
            host.passing(large.get());
            launching.launch(List.of(large.get()));
            owning.close(large.get());
        }
    }

    /// Once nobody plays and the manager is idle: takes lent memory back. False if it is in use.
    public boolean isSettled() {
        owning.reap();
        return !owning.hasGraves();
    }

    Tenancy tenancy() {
        return tenancy;
    }

    /// Its next life as a client. Under the client lock.
    void enter(Tenancy next) {
        tenancy = next;
    }

    /// An object to do something with: mostly its own.
    Optional<Right> any() {
        List<Right> from =
                tenancy.borrowed.isEmpty() || random.nextInt(3) > 0
                        ? tenancy.own
                        : tenancy.borrowed;
        return anyOf(from);
    }

    Optional<Right> anyOf(List<Right> from) {
        return from.isEmpty()
                ? Optional.empty()
                : Optional.of(from.get(random.nextInt(from.size())));
    }

    /// How many moves it has made.
    public long moves() {
        return moves.get();
    }

    /// What it is at, for people.
    @Override
    public String toString() {
        return "lane " + index + (current == null ? "" : ", at " + current);
    }
}
