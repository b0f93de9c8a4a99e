package dev.holdfast.memory.schedule;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceWork;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.device.fence.SettableFence;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One command on its way to a queue: waiting, ready, handed over, settled.
public final class ScheduledCommand implements Consequence, Completion, Runnable {
    private final Lane lane;
    private final Order order;
    private final List<Dependency> dependencies;
    private final FailureListener failing;
    private final SettableFence result = new SettableFence();
    private final SettableFence over = new SettableFence();
    private final AtomicInteger unsettled = new AtomicInteger(1);
    private final long limitNanos;
    private final @Nullable Outsider outsider;

    // guarded by the ledger
    private @Nullable Command command;
    private @Nullable Fault cancelled;
    private Stage stage = Stage.WAITING;
    private List<ScheduledCommand> followers = List.of();
    private long handedOverNanos;
    private @Nullable Pace pace;
    private long expectedNanos;
    private long givenNanos;

    // written under the ledger, read wherever it completes
    private volatile @Nullable Fault doomed;

    @SuppressWarnings("unused") // by CUSTODY
    private int custody;

    /// Decided on, or not even that.
    private static final int OURS = 0;

    /// The driver has it.
    private static final int DRIVERS = 1;

    /// The driver has given it back.
    private static final int REPORTED = 2;

    /// It has ended without the driver, which may still have it.
    private static final int FORCED = 3;

    private static final VarHandle CUSTODY;

    static {
        try {
            CUSTODY =
                    MethodHandles.lookup()
                            .findVarHandle(ScheduledCommand.class, "custody", int.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /// How far it has come.
    public enum Stage {
        /// It waits for something.
        WAITING,
        /// It waits for its turn.
        READY,
        /// It is with the driver, or on the way there.
        HANDED_OVER,
        /// It is over.
        SETTLED
    }

    /// Its place among the ready.
    ///
    /// @param clientId whose turn it takes
    /// @param sequence its age: lower is older
    /// @param urgent true if it goes before everything that is not
    public record Order(long clientId, long sequence, boolean urgent) {}

    ScheduledCommand(
            Lane lane,
            Command command,
            Order order,
            List<Dependency> dependencies,
            FailureListener failing,
            long limitNanos) {
        this.lane = lane;
        this.command = command;
        this.order = order;
        this.dependencies = dependencies;
        this.failing = failing;
        this.limitNanos = limitNanos;
        this.outsider = Outsider.of(command);
    }

    /// Who does it in place of its queue; null if that is the queue's.
    @Nullable Outsider outsider() {
        return outsider;
    }

    /// Settles with the command's outcome.
    public Fence result() {
        return result;
    }

    /// Settles once the device touches the command's memory no more, or once everybody who could
    /// come to harm by that has been told; well, and never before the result.
    public Fence over() {
        return over;
    }

    /// Its number, unique in its schedule: the higher the younger.
    public long number() {
        return order.sequence();
    }

    /// How far it has come. Under the ledger.
    public Stage stage() {
        return stage;
    }

    /// When it was handed over, if it is a launch and that has happened; else 0. Under the ledger,
    /// or once it has been handed over.
    public long handedOverNanos() {
        return handedOverNanos;
    }

    /// It goes to the driver at `nanos`, and is expected to take as long as `usual` says.
    void expect(Pace usual, long nanos) {
        pace = usual;
        expectedNanos = usual.meanNanos();
        givenNanos = nanos;
    }

    /// By whose pace it was expected to end; null if nobody has asked.
    @Nullable Pace pace() {
        return pace;
    }

    long expectedNanos() {
        return expectedNanos;
    }

    long givenNanos() {
        return givenNanos;
    }

    Order order() {
        return order;
    }

    /// Whose it is; 0 for nobody's.
    public long clientId() {
        return order.clientId();
    }

    /// How long it may be the first of its queue; 0 if it does not say.
    long limitNanos() {
        return limitNanos;
    }

    /// What it does; null once it is over. Under the ledger.
    public @Nullable Command command() {
        return command;
    }

    /// Its memory is not to be relied on any more: it is skipped, or fails whatever the device
    /// reports. Under the ledger.
    void doom(Fault reason) {
        if (stage == Stage.HANDED_OVER) {
            doomed = reason;
        } else if (stage != Stage.SETTLED) {
            cancelled = reason;
        }
    }

    /// Starts to count what it waits for. Under the ledger.
    void arm(Schedule schedule) {
        for (Dependency dependency : dependencies) {
            Fence fence = dependency.fence();
            if (fence.isSettled()) {
                continue;
            }
            ScheduledCommand earlier = schedule.commandOf(fence);
            if (earlier != null && isInOrderBehind(earlier) && earlier.stage != Stage.SETTLED) {
                follow(earlier);
            } else {
                unsettled.incrementAndGet();
                if (!fence.onSettled(this)) {
                    unsettled.decrementAndGet();
                }
            }
        }
        if (unsettled.decrementAndGet() == 0) {
            becomeReady();
        }
    }

    /// Outsiders know no order of the queue.
    private boolean isInOrderBehind(ScheduledCommand earlier) {
        return earlier.lane == lane && outsider == null && earlier.outsider == null;
    }

    /// An earlier command of the same queue need only be handed over before.
    private void follow(ScheduledCommand earlier) {
        if (earlier.stage == Stage.HANDED_OVER) {
            return;
        }
        unsettled.incrementAndGet();
        if (earlier.followers.isEmpty()) {
            earlier.followers = new ArrayList<>(2);
        }
        earlier.followers.add(this);
    }

    /// A fence that it waits for has settled: on any thread.
    @Override
    public void settled(Fence fence) {
        if (unsettled.decrementAndGet() == 0) {
            lane.ledger().drain().post(this);
        }
    }

    /// Its last dependency has settled: under the ledger, by the drain.
    @Override
    public void run() {
        becomeReady();
    }

    private void becomeReady() {
        if (stage == Stage.WAITING) {
            stage = Stage.READY;
            lane.ready(this);
        }
    }

    /// What it settles with if it is not to be handed over after all. Under the ledger.
    Optional<Fault> reasonToSkip() {
        return cancelled != null ? Optional.of(cancelled) : inheritedFault();
    }

    private Optional<Fault> inheritedFault() {
        Fault doom = doomed;
        if (doom != null) {
            return Optional.of(doom);
        }
        for (Dependency dependency : dependencies) {
            if (dependency.kind() == Dependency.Kind.DATA && dependency.fence().isFailed()) {
                return dependency.fence().fault().map(ScheduledCommand::skippedFor);
            }
        }
        return Optional.empty();
    }

    /// A skip names what went wrong in the first place, not the skips in between: a thousand of
    /// those would hang from one fault.
    private static Fault skippedFor(Fault cause) {
        Fault origin =
                cause.kind() == FaultKind.DEPENDENCY_FAILED ? cause.cause().orElse(cause) : cause;
        return Fault.causedBy(
                FaultKind.DEPENDENCY_FAILED, "skipped: something it needs failed", origin);
    }

    /// Settles once everything it comes behind has: also what was handed over to its own queue
    /// before, which may still be running when this one is skipped.
    Fence behind() {
        List<Dependency> unsettledYet = new ArrayList<>();
        for (Dependency dependency : dependencies) {
            if (!dependency.fence().isSettled()) {
                unsettledYet.add(Dependency.ordering(dependency.fence()));
            }
        }
        return unsettledYet.isEmpty() ? Fence.signalled() : FenceWork.coalesce(unsettledYet);
    }

    /// Takes the launch back if it was not handed over yet; it then settles as cancelled in its
    /// turn. Under the ledger.
    public void cancel(Fault reason) {
        if (stage == Stage.WAITING || stage == Stage.READY) {
            cancelled = reason;
        }
    }

    /// Hands over or skips: under the ledger. Those that follow it may go now.
    Command handOver() {
        Command handed = java.util.Objects.requireNonNull(command, "handed over when over");
        stage = Stage.HANDED_OVER;
        if (handed instanceof Command.Launch) {
            handedOverNanos = lane.nanoTime();
        }
        releaseFollowers();
        return handed;
    }

    /// Takes it out of the order. Those that follow it stay until its result has settled: one that
    /// went to the queue before could complete without having seen the fault.
    void skip() {
        stage = Stage.SETTLED;
        command = null;
    }

    void releaseFollowers() {
        List<ScheduledCommand> released = followers;
        followers = List.of();
        for (ScheduledCommand follower : released) {
            if (follower.unsettled.decrementAndGet() == 0) {
                follower.becomeReady();
            }
        }
    }

    /// Settles a skipped command, which touched nothing: outside the ledger.
    void settleSkipped(Fault reason) {
        try (var _ = lane.ledger().settling()) {
            result.fail(reason);
            over.signal();
        }
    }

    /// The driver is about to be given it; false if it has ended without.
    boolean give() {
        return CUSTODY.compareAndSet(this, OURS, DRIVERS);
    }

    /// True once the driver has given it back, or it has ended without. On any thread.
    public boolean isReported() {
        return (int) CUSTODY.getAcquire(this) >= REPORTED;
    }

    /// Ends it without the driver, unless it was quicker: outside the ledger. What it was given it
    /// may touch for ever, and `fault` is [FaultKind#UNSTOPPED]; what never got there ends with
    /// `never`. Only the result is forced: it is over when the consequences are drawn.
    ///
    /// True if it was.
    public boolean force(Fault fault, Fault never) {
        try (var _ = lane.ledger().settling()) {
            if (CUSTODY.compareAndSet(this, OURS, FORCED)) {
                lane.neverGiven(this, never);
                inItsPlace(() -> conclude(inheritedFault().orElse(never)));
                return true;
            }
            if (CUSTODY.compareAndSet(this, DRIVERS, FORCED)) {
                lane.reported(this, fault);
                inItsPlace(() -> conclude(fault));
                return true;
            }
            return false;
        }
    }

    /// The driver has refused it and does not have it, unless it has reported it all the same:
    /// outside the ledger.
    void refused(Fault fault) {
        if (CUSTODY.compareAndSet(this, DRIVERS, REPORTED)) {
            given(fault);
        }
    }

    /// The queue reports: on any thread. The result settles first, bookkeeping follows.
    ///
    /// Everything it came behind is over by now, but for what came before it on its own queue and
    /// was given up there without being stopped: then it waits until the consequences are drawn,
    /// which may be that its own result is worth nothing.
    @Override
    public void completed(@Nullable Fault fault) {
        if (!CUSTODY.compareAndSet(this, DRIVERS, REPORTED)) {
            if ((int) CUSTODY.getAcquire(this) != FORCED) {
                throw new InvariantError("the driver reports what it does not have: " + number());
            }
            return;
        }
        given(fault);
    }

    /// The driver has given it back. Everything that follows is settled before anybody else's code
    /// runs.
    private void given(@Nullable Fault fault) {
        try (var _ = lane.ledger().settling()) {
            lane.reported(this, fault);
            inItsPlace(() -> conclude(fault));
        }
    }

    private void inItsPlace(Runnable ending) {
        Fence behind = behind();
        if (behind.isSettled() || !behind.onSettled(Consequence.of(before -> ending.run()))) {
            ending.run();
        }
    }

    /// Whoever is told that it fails is told before anybody can know, and whatever comes of that,
    /// it settles.
    private void conclude(@Nullable Fault fault) {
        try (var section = lane.ledger().settling()) {
            if (fault != null) {
                section.attempt(() -> failing.failing(this, fault));
            }
            settle(fault);
        }
    }

    private void settle(@Nullable Fault fault) {
        if (fault != null) {
            result.fail(fault);
        } else {
            result.settle(inheritedFault());
        }
        if (fault != null && fault.kind() == FaultKind.UNSTOPPED) {
            lane.unstopped(this, fault);
        } else {
            over.signal();
        }
        lane.completed(this);
    }

    /// The consequences are drawn: outside the ledger.
    void settleUnstopped() {
        over.signal();
    }

    /// It was not stopped, and has ended after all: on any thread. What follows from that comes
    /// after what followed from the first.
    public void endedAfterAll(Command ended) {
        Consequence next = Consequence.of(before -> lane.endedAfterAll(ended));
        if (!over.onSettled(next)) {
            lane.endedAfterAll(ended);
        }
    }

    void settledUnderLedger() {
        stage = Stage.SETTLED;
        command = null;
    }
}
