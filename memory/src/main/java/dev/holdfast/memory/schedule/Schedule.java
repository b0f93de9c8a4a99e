package dev.holdfast.memory.schedule;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.recorder.CommandLog;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// All commands that were submitted and are not over, and the lanes to the queues. Under the
/// ledger.
public final class Schedule {
    private static final int COPY_DEPTH = 4;
    private static final int UNTIMED_DEPTH = 16;

    private final Ledger ledger;
    private final CommandLog log;
    private final LongSupplier clock;
    private final Map<QueueKind, Lane> lanes = new EnumMap<>(QueueKind.class);
    private final IdentityHashMap<Fence, ScheduledCommand> unsettled = new IdentityHashMap<>();
    private final Set<QueueKind> toDispatch = EnumSet.noneOf(QueueKind.class);
    private UnstoppedListener listener = (command, fault) -> {};
    private FailureListener failures = FailureListener.NONE;
    private Watch watch = Watch.NONE;
    private boolean watched;
    private long lookNanos;

    // written under the ledger
    private volatile Optional<Fault> lost = Optional.empty();

    private boolean dispatching;
    private long sequence;

    // when the launch that is just being added was submitted: it may go at once, and a second look
    // at the clock would tell nothing new; else 0
    private long addedNanos;

    /// A schedule for the queues of `device`.
    public Schedule(Ledger ledger, Device device) {
        this(ledger, device, CommandLog.NONE);
    }

    /// A schedule for the queues of `device` that tells `log` of every command, and of a hand-over
    /// before the driver is. It has no clock, so that it hands over so many launches and no more.
    public Schedule(Ledger ledger, Device device, CommandLog log) {
        this(ledger, device, log, () -> 0, Depth.fixed(UNTIMED_DEPTH));
    }

    /// As above; by `clock` launches are noted as handed over, and as many handed over as take half
    /// a millisecond.
    public Schedule(Ledger ledger, Device device, CommandLog log, LongSupplier clock) {
        this(ledger, device, log, clock, Depth.byTime());
    }

    Schedule(Ledger ledger, Device device, CommandLog log, LongSupplier clock, Depth launches) {
        this.ledger = ledger;
        this.log = log;
        this.clock = clock;
        for (QueueKind kind : QueueKind.values()) {
            Depth depth = kind == QueueKind.COMPUTE ? launches : Depth.fixed(COPY_DEPTH);
            lanes.put(kind, new Lane(ledger, this, device.queue(kind), depth));
        }
    }

    /// Takes a command that goes to `queue` once its dependencies allow. It is not handed over
    /// before the ledger is free.
    public ScheduledCommand add(
            QueueKind queue, Command command, long clientId, List<Dependency> dependencies) {
        return add(queue, command, clientId, dependencies, 0);
    }

    /// As above, with a limit of its own to how long it may be the first of its queue.
    public ScheduledCommand add(
            QueueKind queue,
            Command command,
            long clientId,
            List<Dependency> dependencies,
            long limitNanos) {
        return add(queue, command, clientId, dependencies, false, failures, limitNanos);
    }

    /// As [#add], for a launch that was submitted at `nowNanos`; `failing` is told if it fails.
    public ScheduledCommand addLaunch(
            Command.Launch launch,
            long clientId,
            List<Dependency> dependencies,
            FailureListener failing,
            long limitNanos,
            long nowNanos) {
        addedNanos = nowNanos;
        try {
            return add(
                    QueueKind.COMPUTE, launch, clientId, dependencies, false, failing, limitNanos);
        } finally {
            addedNanos = 0;
        }
    }

    /// What launches are told by. Under the ledger.
    public long nanoTime() {
        return addedNanos != 0 ? addedNanos : clock.getAsLong();
    }

    /// The same clock, from any thread.
    long clockNanos() {
        return clock.getAsLong();
    }

    /// Says who is told of failing commands that do not say. Before anything is added.
    public void onFailure(FailureListener told) {
        failures = told;
    }

    /// As [#add], ahead of everything that is not urgent.
    public ScheduledCommand addUrgent(
            QueueKind queue, Command command, long clientId, List<Dependency> dependencies) {
        return addUrgent(queue, command, clientId, dependencies, 0);
    }

    /// As above, with a limit of its own.
    public ScheduledCommand addUrgent(
            QueueKind queue,
            Command command,
            long clientId,
            List<Dependency> dependencies,
            long limitNanos) {
        return add(queue, command, clientId, dependencies, true, failures, limitNanos);
    }

    /// The number that the next command will have. Whoever writes it down beforehand has written it
    /// down before the driver can be told: that may be before `add` returns, by a thread that is
    /// handing others over.
    public long nextNumber() {
        ledger.requireHeld();
        return sequence;
    }

    CommandLog log() {
        return log;
    }

    private ScheduledCommand add(
            QueueKind queue,
            Command command,
            long clientId,
            List<Dependency> dependencies,
            boolean urgent,
            FailureListener failing,
            long limitNanos) {
        ledger.requireHeld();
        Lane lane = lane(queue);
        var order = new ScheduledCommand.Order(clientId, sequence++, urgent);
        var scheduled =
                new ScheduledCommand(lane, command, order, dependencies, failing, limitNanos);
        unsettled.put(scheduled.result(), scheduled);
        unsettled.put(scheduled.over(), scheduled);
        scheduled.arm(this);
        return scheduled;
    }

    /// Result fences of commands that are not over, at most so many; those of some may have
    /// settled.
    public List<Fence> pending(int most) {
        ledger.requireHeld();
        List<Fence> results = new ArrayList<>();
        for (Map.Entry<Fence, ScheduledCommand> each : unsettled.entrySet()) {
            if (results.size() == most) {
                break;
            }
            if (each.getKey() == each.getValue().result()) {
                results.add(each.getKey());
            }
        }
        return results;
    }

    /// True if every command is over.
    public boolean isIdle() {
        ledger.requireHeld();
        return unsettled.isEmpty();
    }

    /// Says who is told of commands that were not stopped. Before anything is added.
    public void onUnstopped(UnstoppedListener told) {
        listener = told;
    }

    void unstopped(Command command, Fault fault) {
        listener.unstopped(command, fault);
    }

    void endedAfterAll(Command command) {
        listener.endedAfterAll(command);
    }

    /// Says who watches. Before anything is added.
    public void watchedBy(Watch watcher) {
        watch = watcher;
    }

    Watch watch() {
        return watch;
    }

    /// Something is due at `nanos`: the watch is told if it does not look before then.
    void due(long nanos) {
        if (!watched || nanos - lookNanos < 0) {
            watched = true;
            lookNanos = nanos;
            ledger.afterwards(watch::look);
        }
    }

    /// The watch looks then, or not again before it is told to.
    public void looksAt(OptionalLong nanos) {
        ledger.requireHeld();
        watched = nanos.isPresent();
        lookNanos = nanos.orElse(0);
    }

    /// True if the watch is to look at some time.
    public boolean isLookedAfter() {
        ledger.requireHeld();
        return watched;
    }

    /// How a queue stands.
    public Standing standing(QueueKind queue) {
        ledger.requireHeld();
        return lane(queue).withDriver().standing();
    }

    /// The time of what a queue is at, or of its having nothing to do, begins anew.
    public void restart(QueueKind queue, long nowNanos) {
        ledger.requireHeld();
        lane(queue).withDriver().restart(nowNanos);
    }

    private Lane lane(QueueKind queue) {
        return java.util.Objects.requireNonNull(lanes.get(queue));
    }

    /// Hands nothing over any more. What waits settles in its turn, with the fault of what it needs
    /// or else with `reason`, and so does all that is added from now on; what the driver has, it
    /// has. Only the first reason counts.
    public void lose(Fault reason) {
        ledger.requireHeld();
        if (lost.isEmpty()) {
            lost = Optional.of(reason);
            lanes.values().forEach(this::requestDispatch);
        }
    }

    /// Hands over again, to another device: nothing may be left of what was added before.
    public void begin() {
        ledger.requireHeld();
        if (!unsettled.isEmpty()) {
            throw new InvariantError("commands are left from before, and the device is another");
        }
        listener.begin();
        lost = Optional.empty();
    }

    /// Why nothing is handed over any more, if so. From any thread.
    public Optional<Fault> lost() {
        return lost;
    }

    /// What the driver has and has not reported, queue by queue and oldest first.
    public List<ScheduledCommand> unreported() {
        ledger.requireHeld();
        return lanes.values().stream()
                .flatMap(lane -> lane.withDriver().unreported().stream())
                .toList();
    }

    /// Clients of whom others were handed over more often than one each before their turn came.
    public List<Long> overtaken() {
        ledger.requireHeld();
        return lanes.values().stream().flatMap(lane -> lane.overtaken().stream()).toList();
    }

    /// Has every command that touches one of `ranges` fail with `reason`, if it is not over yet:
    /// those that are not with the device never get there.
    public void doom(List<HeapRange> ranges, Fault reason) {
        ledger.requireHeld();
        RangeSet memory = new RangeSet(ranges);
        unsettled.forEach((fence, scheduled) -> {
            Command command = scheduled.command();
            boolean first = fence == scheduled.result();
            if (first && command != null && Reach.of(command).overlaps(memory)) {
                scheduled.doom(reason);
            }
        });
    }

    @Nullable ScheduledCommand commandOf(Fence fence) {
        return unsettled.get(fence);
    }

    void forget(ScheduledCommand command) {
        unsettled.remove(command.result());
        unsettled.remove(command.over());
    }

    /// Has a lane look at its ready commands. Dispatching one may make commands of any lane ready,
    /// so it is a loop and not a call.
    void requestDispatch(Lane lane) {
        toDispatch.add(lane.kind());
        if (dispatching) {
            return;
        }
        dispatching = true;
        try {
            while (!toDispatch.isEmpty()) {
                QueueKind kind = toDispatch.iterator().next();
                toDispatch.remove(kind);
                lane(kind).dispatch();
            }
        } finally {
            dispatching = false;
        }
    }
}
