package dev.holdfast.memory.recovery;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.Device;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSite;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.ForeignCode;
import dev.holdfast.memory.capture.making.Capturer;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.migrate.Unwatched;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.object.Outside;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.residency.Door;
import dev.holdfast.memory.residency.Residency;
import dev.holdfast.memory.schedule.Schedule;
import dev.holdfast.memory.submit.Tenant;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.ResumeOutcome;
import dev.holdfast.memory.work.SuspendLimits;
import dev.holdfast.memory.work.SuspendOutcome;
import dev.holdfast.memory.work.SuspendOutcome.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Takes everything off a device, so that it can be closed, and puts it on another. See the
/// package.
public final class Suspension {
    private final Surroundings around;
    private final Ledger ledger;
    private final AtomicLong imageBytes = new AtomicLong();

    // guarded by the ledger
    private Stage stage = Stage.RUNNING;
    private Departed departed = new Departed(List.of(), false);

    private enum Stage {
        RUNNING,
        /// Somebody is moving everything out.
        LEAVING,
        /// There is no device.
        AWAY,
        /// Somebody is putting another device in.
        RETURNING
    }

    /// What is remembered of the device that was left.
    ///
    /// @param bound what kernels could use, first what would have gone first
    /// @param unsound true if commands may still write to its memory, or it is lost
    record Departed(List<Bound> bound, boolean unsound) {}

    /// What is suspended, and by what.
    ///
    /// @param slot the device's place
    /// @param objects all that there are
    /// @param tenants all clients
    /// @param faults asked whether there is memory for an image
    public record Surroundings(
            Ledger ledger,
            DeviceSlot slot,
            Workers workers,
            Counters counters,
            Schedule schedule,
            Unwatched unwatched,
            Residency residency,
            Capturer capturer,
            Watchdog watchdog,
            Door door,
            UnderWay underWay,
            Collection<BufferObject> objects,
            Collection<Tenant> tenants,
            FaultPlan faults) {}

    /// Nothing is suspended yet.
    public Suspension(Surroundings around) {
        this.around = around;
        this.ledger = around.ledger();
    }

    /// How much ordinary memory holds content that was moved out, and is not needed otherwise.
    public long imageBytes() {
        return imageBytes.get();
    }

    /// True if nothing is on a device. Under the ledger.
    public boolean isAway() {
        ledger.requireHeld();
        return stage == Stage.AWAY;
    }

    /// Waits until nothing is under way and moves everything out; or refuses, and nothing has
    /// changed. Of a device that is lost, with `losing`, what device memory alone had is given up.
    public SuspendOutcome leave(SuspendLimits limits, boolean losing) throws InterruptedException {
        Optional<Reason> obstacle = begin(losing);
        if (obstacle.isPresent()) {
            return new SuspendOutcome.Refused(obstacle.get());
        }
        SuspendOutcome outcome = new SuspendOutcome.Refused(new Reason.TooLate(limits.patience()));
        try (var deadline = new Deadline(around.workers(), limits)) {
            outcome = leave(limits, losing, deadline);
        } finally {
            if (!(outcome instanceof SuspendOutcome.Suspended)) {
                stay();
            }
        }
        return outcome;
    }

    private Optional<Reason> begin(boolean losing) {
        try (var _ = ledger.enter()) {
            if (stage != Stage.RUNNING) {
                throw new IllegalStateException("the manager is suspended already, or about to be");
            }
            Optional<Reason> obstacle = obstacle(losing);
            if (obstacle.isEmpty()) {
                stage = Stage.LEAVING;
                around.door().shut(new Refusal.Suspended());
                around.watchdog().beat(false);
            }
            return obstacle;
        }
    }

    private void stay() {
        try (var _ = ledger.enter()) {
            open();
        }
    }

    /// Under the ledger.
    private void open() {
        stage = Stage.RUNNING;
        around.door().open();
        around.watchdog().beat(around.tenants().stream().anyMatch(tenant -> !tenant.isClosed()));
    }

    /// What stands in the way and will not go away by itself. Under the ledger.
    private Optional<Reason> obstacle(boolean losing) {
        Optional<Fault> lost = loss();
        if (lost.isPresent() != losing) {
            return Optional.of(
                    lost.<Reason>map(Reason.DeviceLost::new).orElseGet(Reason.NotLost::new));
        }
        for (BufferObject object : around.objects()) {
            if (object.isMapped()) {
                return Optional.of(new Reason.Mapped(object.toString()));
            }
            if (object.isAdopted()) {
                return Optional.of(new Reason.Adopted(object.toString()));
            }
            if (object.isPinned()) {
                return Optional.of(new Reason.Pinned(object.toString()));
            }
        }
        return Optional.empty();
    }

    private Optional<Fault> loss() {
        Optional<Fault> lost = around.schedule().lost();
        return lost.isPresent() ? lost : around.slot().lost();
    }

    private SuspendOutcome leave(SuspendLimits limits, boolean losing, Deadline deadline)
            throws InterruptedException {
        if (!drained(deadline)) {
            return new SuspendOutcome.Refused(new Reason.TooLate(limits.patience()));
        }
        Evacuation evacuation =
                new Evacuation(
                        ledger, around.residency(), around.unwatched(), around.slot(), deadline);
        Optional<Reason> obstacle;
        try (var _ = ledger.enter()) {
            obstacle = obstacle(losing);
        }
        if (obstacle.isPresent()) {
            // the device was lost by what was under way
            return new SuspendOutcome.Refused(obstacle.get());
        }
        Manifest manifest = manifest(evacuation, losing);
        Optional<Image> image = reserve(manifest, limits);
        if (image.isEmpty()) {
            return new SuspendOutcome.Refused(new Reason.NoRoom(manifest.sizeBytes()));
        }
        try (Image moved = image.get()) {
            Optional<Reason> failed = evacuation.copy(manifest.parcels(), moved);
            while (failed.isEmpty() && drained(deadline)) {
                Optional<SuspendOutcome> outcome = tryCommit(manifest, moved, losing);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            Optional<Fault> lost = losing ? Optional.empty() : loss();
            return new SuspendOutcome.Refused(
                    lost.<Reason>map(Reason.DeviceLost::new)
                            .or(() -> failed)
                            .orElseGet(() -> new Reason.TooLate(limits.patience())));
        }
    }

    private Manifest manifest(Evacuation evacuation, boolean losing) {
        Optional<Fault> loss = losing ? loss() : Optional.empty();
        Manifest whole;
        try (var _ = ledger.enter()) {
            whole = Manifest.of(around.objects(), loss);
        }
        return loss.isEmpty() ? whole : whole.reduced(evacuation::isVisible, loss.get());
    }

    private Optional<Image> reserve(Manifest manifest, SuspendLimits limits) {
        boolean allowed = manifest.sizeBytes() <= limits.imageBytes();
        return allowed && around.faults().visit(FaultSite.BOOKKEEPING).isEmpty()
                ? Image.reserve(ledger, manifest.sizes(), imageBytes)
                : Optional.empty();
    }

    /// Waits until nothing is under way and nothing is held; false if it is too late before.
    private boolean drained(Deadline deadline) throws InterruptedException {
        while (!deadline.isOver()) {
            List<Fence> pending;
            try (var _ = ledger.enter()) {
                if (isDrained()) {
                    return true;
                }
                pending = around.underWay().pending();
            }
            for (Fence fence : pending) {
                deadline.await(fence);
            }
            // a fence settles before the bookkeeping that follows it: microseconds
            LockSupport.parkNanos(10_000);
        }
        return false;
    }

    /// Whoever still reads through a binding keeps the device from going: a capture, say.
    private boolean isDrained() {
        return !around.underWay().isWorking() && !around.underWay().isHeld();
    }

    /// Lets go of the device, with steps that cannot fail; empty if something has begun meanwhile
    /// that must be waited for first.
    private Optional<SuspendOutcome> tryCommit(Manifest manifest, Image image, boolean losing) {
        List<AddressSpace> tables = new ArrayList<>();
        SuspendOutcome outcome;
        try (var _ = ledger.enter()) {
            if (!isDrained()) {
                return Optional.empty();
            }
            Optional<Reason> obstacle = obstacle(losing);
            if (obstacle.isPresent()) {
                return Optional.of(new SuspendOutcome.Refused(obstacle.get()));
            }
            outcome = commit(manifest, image, tables);
        }
        // nothing is mapped through them any more, and nothing was unmapped one by one
        tables.forEach(Suspension::close);
        around.slot().vacate();
        try (var _ = ledger.enter()) {
            stage = Stage.AWAY;
        }
        return Optional.of(outcome);
    }

    /// The device is left in any case: what its driver throws now is nothing that could be refused.
    static void close(AddressSpace table) {
        try {
            table.close();
        } catch (Throwable thrown) {
            ForeignCode.threw(thrown);
        }
    }

    private SuspendOutcome commit(Manifest manifest, Image image, List<AddressSpace> tables) {
        List<Bound> bound = Bound.of(around.residency().inOrder());
        for (Tenant tenant : around.tenants()) {
            tenant.space().takePageTable().ifPresent(tables::add);
        }
        around.objects().forEach(around.residency()::moveOut);
        departed = new Departed(bound, isUnsound());
        image.lend();
        for (int i = 0; i < manifest.parcels().size(); i++) {
            lend(manifest.parcels().get(i).object(), image.piece(i));
        }
        for (Manifest.Loss loss : manifest.gone()) {
            loss.object().placeOutside(loss.object().isClosed() ? null : loss.gone());
        }
        around.capturer().suspend();
        Counters counters = around.counters();
        counters.count(Counter.SUSPENDS);
        counters.add(Counter.BYTES_SUSPENDED, manifest.sizeBytes());
        counters.add(Counter.OBJECTS_LOST, manifest.gone().size());
        return new SuspendOutcome.Suspended(
                manifest.parcels().size(), manifest.sizeBytes(), manifest.gone().size());
    }

    /// An object that was closed while its content was copied needs none.
    private static void lend(BufferObject object, Piece piece) {
        if (object.isClosed()) {
            piece.drop();
        } else {
            object.placeOutside(new Outside.Lent(piece.segment(), piece));
        }
    }

    /// What is in quarantine is known once everything has been given back.
    private boolean isUnsound() {
        return loss().isPresent()
                || around.residency().device().quarantinedBytes() > 0
                || around.residency().host().quarantinedBytes() > 0;
    }

    /// Puts `device` in and binds again what was bound; or says why not, and is suspended as
    /// before.
    public ResumeOutcome resume(Device device) {
        Departed left;
        try (var _ = ledger.enter()) {
            if (stage != Stage.AWAY) {
                throw new IllegalStateException("the manager is not suspended");
            }
            stage = Stage.RETURNING;
            left = departed;
        }
        ResumeOutcome outcome = new ResumeOutcome.Refused("");
        try {
            outcome = new Resumption(around, left, device).resume(this::open);
        } finally {
            if (!(outcome instanceof ResumeOutcome.Resumed)) {
                try (var _ = ledger.enter()) {
                    stage = Stage.AWAY;
                }
            }
        }
        return outcome;
    }
}
