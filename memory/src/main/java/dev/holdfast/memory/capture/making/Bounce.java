package dev.holdfast.memory.capture.making;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.ForeignCode;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.migrate.MoveLog;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.region.AllocationOutcome;
import dev.holdfast.memory.region.AllocationRequest;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.region.Extent;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.region.Window;
import dev.holdfast.memory.schedule.Schedule;
import dev.holdfast.memory.schedule.ScheduledCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The way by which bytes come out that the CPU cannot see: a small piece of host memory, set aside
/// when the manager is opened, into which the device copies them, ahead of everything queued.
///
/// While the manager is suspended there is none.
///
/// One copy at a time, and with a deadline. A copy that misses it is not waited for; but until it
/// is over it may read and write, so the space, and the grip on what it reads, stay taken until
/// then. A copy that was given up and not stopped may write here for ever: then there is no bounce
/// any more. All but [#sizeBytes] and [#pending] is the capture worker's.
final class Bounce {
    private static final long MOST_BYTES = Bytes.mebi(1);
    private static final long LEAST_BYTES = Bytes.kibi(64);
    private static final int SHARE_OF_HOST = 64;

    /// Captures belong to nobody, and are urgent anyway.
    private static final long NOBODY = 0;

    private final Ledger ledger;
    private final Schedule schedule;
    private final MoveLog log;
    private final Ticker ticker;
    private final Executor worker;
    private final Device device;
    private final Region host;

    // written under the ledger while no copy is under way
    private volatile @Nullable HeapRange space;

    // the worker's, but for when none is under way
    private volatile boolean spoilt;

    // written by the worker, read by whoever waits until nothing is under way
    private volatile @Nullable Trip trip;

    /// Who has asked for a copy. Called by the worker.
    interface Passenger {
        /// It has ended in time: with `fault`, or well if it is null; the bytes are in `bytes`. The
        /// grip is the passenger's again.
        void arrived(HeapRange bytes, Grip grip, @Nullable Fault fault);

        /// It has not. What it reads is let go when the copy is over.
        void late();
    }

    /// A copy under way.
    private static final class Trip {
        private final Passenger passenger;
        private final HeapRange bytes;
        private final Grip grip;
        private final SettableFence ended = new SettableFence();
        private Ticker.Alarm alarm = () -> {};
        private boolean late;

        Trip(Passenger passenger, HeapRange bytes, Grip grip) {
            this.passenger = passenger;
            this.bytes = bytes;
            this.grip = grip;
        }
    }

    /// Sets space aside in `host`, if the CPU does not see all of `device` and there is enough.
    Bounce(
            Ledger ledger,
            Schedule schedule,
            MoveLog log,
            Device device,
            Region host,
            Ticker ticker,
            Executor worker) {
        this.ledger = ledger;
        this.schedule = schedule;
        this.log = log;
        this.ticker = ticker;
        this.worker = worker;
        this.device = device;
        this.host = host;
        try (var _ = ledger.enter()) {
            begin();
        }
    }

    /// Sets space aside on a device that has just been opened. Under the ledger, when none is set
    /// aside.
    void begin() {
        spoilt = false;
        space = reserve();
    }

    /// Gives the space back, because the device is going to be closed. Under the ledger, when no
    /// copy is under way.
    void end() {
        HeapRange given = space;
        if (given != null) {
            space = null;
            Extent extent = new Extent(given.offset(), given.sizeBytes());
            host.free(extent, FenceJoin.empty(), ContentTag.MIXED);
        }
    }

    private @Nullable HeapRange reserve() {
        var info = device.heaps().get(Device.DEVICE_HEAP);
        long sizeBytes = Math.min(MOST_BYTES, host.sizeBytes() / SHARE_OF_HOST);
        if (info.visibleBytes() == info.sizeBytes() || sizeBytes < LEAST_BYTES) {
            return null;
        }
        var request =
                new AllocationRequest(
                        Bytes.roundDown(sizeBytes, LEAST_BYTES),
                        true,
                        Window.VISIBLE,
                        NOBODY,
                        true);
        return host.allocate(request) instanceof AllocationOutcome.Granted granted
                ? granted.extents().getFirst().extent().in(host.heap())
                : null;
    }

    /// What it takes of host memory.
    long sizeBytes() {
        HeapRange current = space;
        return current == null ? 0 : current.sizeBytes();
    }

    /// Settles when it is free again; empty while it is.
    Optional<Fence> pending() {
        Trip current = trip;
        return current == null ? Optional.empty() : Optional.of(current.ended);
    }

    /// Why nothing can be fetched now, if so.
    Optional<String> obstacle() {
        if (space == null) {
            return Optional.of(
                    "the CPU does not see it, and host memory is too small to set space aside for"
                            + " copies of it");
        }
        if (spoilt) {
            return Optional.of(
                    "the CPU does not see it, and a copy that was not stopped may write to where"
                            + " others would go");
        }
        return trip == null
                ? Optional.empty()
                : Optional.of("the CPU does not see it, and an earlier copy has not ended");
    }

    /// Has the device copy `pieces`, at most [#sizeBytes] of `object`, within so many nanoseconds.
    /// The grip on them is the trip's from here on, whatever is thrown.
    void fetch(
            BufferObject object,
            List<HeapRange> pieces,
            Grip grip,
            long withinNanos,
            Passenger passenger) {
        HeapRange whole = java.util.Objects.requireNonNull(space, "fetching without space");
        List<Transfer> transfers = new ArrayList<>(pieces.size());
        long at = 0;
        for (HeapRange piece : pieces) {
            transfers.add(new Transfer(piece, whole.slice(at, piece.sizeBytes())));
            at += piece.sizeBytes();
        }
        Command command = new Command.Copy(transfers);
        Trip started = new Trip(passenger, whole.slice(0, at), grip);
        trip = started;
        boolean posted = false;
        try {
            started.alarm = ticker.schedule(withinNanos, () -> execute(() -> late(started)));
            ledger.drain().post(() -> queue(started, object, command));
            posted = true;
        } finally {
            // whoever asked is told by what was thrown, and waits no more; the copy may run
            started.late = !posted;
        }
    }

    /// Under the ledger. What is thrown here ends the trip, which has touched nothing.
    private void queue(Trip started, BufferObject object, Command command) {
        boolean queued = false;
        try {
            log.moves(schedule.nextNumber(), object, command, QueueKind.COPY_OUT);
            var scheduled = schedule.addUrgent(QueueKind.COPY_OUT, command, NOBODY, List.of());
            queued = true;
            watch(started, scheduled);
        } finally {
            if (!queued) {
                Fault fault = Fault.of(FaultKind.CANCELLED, "the copy could not be queued");
                ledger.afterwards(() -> execute(() -> ended(started, fault)));
            }
        }
    }

    private void watch(Trip started, ScheduledCommand scheduled) {
        ledger.afterwards(() -> {
            Fence over = scheduled.over();
            if (!over.onSettled(Consequence.of(fence -> over(started, scheduled.result())))) {
                over(started, scheduled.result());
            }
        });
    }

    private void over(Trip started, Fence result) {
        Fault fault = result.fault().orElse(null);
        execute(() -> ended(started, fault));
    }

    private void ended(Trip started, @Nullable Fault fault) {
        started.alarm.cancel();
        spoilt = fault != null && fault.kind() == FaultKind.UNSTOPPED;
        trip = null;
        if (started.late) {
            started.grip.letGo();
            started.ended.signal();
        } else {
            started.ended.signal();
            started.passenger.arrived(started.bytes, started.grip, fault);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same trip
    private void late(Trip started) {
        if (trip == started && !started.late) {
            started.late = true;
            started.passenger.late();
        }
    }

    /// Without a worker the caller does it: it must be done.
    private void execute(Runnable task) {
        ForeignCode.hand(worker, task, task);
    }
}
