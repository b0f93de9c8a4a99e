package dev.holdfast.memory.capture.making;

import dev.holdfast.device.Device;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.ForeignCode;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CaptureOutcome;
import dev.holdfast.memory.capture.CaptureSettings;
import dev.holdfast.memory.capture.Capturing;
import dev.holdfast.memory.capture.Trigger;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.migrate.MoveLog;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.schedule.Schedule;
import dev.holdfast.memory.schedule.ScheduledCommand;
import dev.holdfast.memory.submit.Snapshot;
import dev.holdfast.memory.submit.SnapshotListener;
import dev.holdfast.memory.submit.Submission;
import dev.holdfast.memory.submit.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Makes captures, one at a time, and keeps the first until somebody takes it.
public final class Capturer implements Capturing, SnapshotListener {
    private final Ledger ledger;
    private final Device device;
    private final Workers workers;
    private final Counters counters;
    private final List<Region> regions;
    private final Notes.Scene scene;
    private final CaptureSettings settings;
    private final Bounce bounce;

    // set aside for the next capture
    private final Notes notes;
    private final Reserve reserve;
    private final Reading reading;

    // guarded by the ledger
    private SettableFence done = new SettableFence();
    private boolean underWay;

    // written under the ledger when a capture begins, then read by its worker
    private final List<Capture.RegionState> regionStates = new ArrayList<>(2);
    private long number;
    private Heading heading = Heading.NONE;

    // the fault of the device as the last capture that began has it
    private volatile Optional<Fault> lossSeen = Optional.empty();

    // finished and not taken
    private final AtomicReference<@Nullable Capture> kept = new AtomicReference<>();

    /// What a capture begins with.
    private record Heading(
            Instant when, long nanos, Trigger trigger, Optional<Fault> fault, boolean lost) {
        static final Heading NONE =
                new Heading(Instant.EPOCH, 0, Trigger.EXPLICIT, Optional.empty(), false);
    }

    /// What a capturer looks at and works by.
    ///
    /// @param schedule where its copies go
    /// @param log told of them
    /// @param deviceRegion device memory
    /// @param hostRegion host memory
    /// @param tenants all clients there are
    /// @param pinned what they have pinned
    public record Surroundings(
            Ledger ledger,
            Device device,
            Workers workers,
            Counters counters,
            Schedule schedule,
            MoveLog log,
            Region deviceRegion,
            Region hostRegion,
            Collection<Tenant> tenants,
            PinnedObjects pinned) {}

    /// A capturer that has set aside what it needs. Takes the ledger.
    public Capturer(Surroundings around, CaptureSettings settings) {
        this.ledger = around.ledger();
        this.device = around.device();
        this.workers = around.workers();
        this.counters = around.counters();
        this.regions = List.of(around.deviceRegion(), around.hostRegion());
        this.scene = new Notes.Scene(around.tenants(), around.pinned());
        this.settings = settings;
        var worker = workers.worker("capture");
        this.bounce =
                new Bounce(
                        ledger,
                        around.schedule(),
                        around.log(),
                        device,
                        around.hostRegion(),
                        workers.ticker(),
                        worker);
        this.notes = new Notes(settings.limits());
        this.reserve = new Reserve(settings.limits().isOff() ? 0 : settings.limits().sizeBytes());
        this.reading =
                new Reading(
                        notes,
                        settings.limits(),
                        device,
                        workers.ticker(),
                        bounce,
                        worker,
                        reserve,
                        this::wasRead);
        if (settings.onFault()) {
            around.schedule().onFailure((command, fault) -> failing(null, command, fault));
        }
    }

    @Override
    public void begin(Trigger trigger, Optional<Fault> fault, long guiltyCommand) {
        var _ = tryBegin(trigger, fault, guiltyCommand);
    }

    /// As [#begin], and says what came of it.
    public CaptureOutcome tryBegin(Trigger trigger, Optional<Fault> fault, long guiltyCommand) {
        ledger.requireHeld();
        Notes.Guilty guilty = null;
        if (guiltyCommand != NOBODY) {
            for (Tenant tenant : scene.tenants()) {
                for (Submission each : tenant.inFlight()) {
                    if (each.command().number() == guiltyCommand) {
                        guilty = new Notes.Guilty(each.snapshot(), each.command());
                    }
                }
            }
        }
        return begin(trigger, fault, guilty);
    }

    /// The device fails a command. Whoever waits for it has not been told, and will leave its
    /// retirement with the drain when he is: so it has not retired when this is its turn, and what
    /// it runs from is held.
    @Override
    public void failing(@Nullable Snapshot snapshot, ScheduledCommand command, Fault fault) {
        if (!settings.onFault() || settings.limits().isOff() || !begins(fault)) {
            return;
        }
        Notes.Guilty guilty =
                snapshot == null || fault.kind() == FaultKind.DEVICE_LOST
                        ? null
                        : new Notes.Guilty(snapshot, command);
        ledger.drain().post(() -> begin(fault, guilty));
    }

    private void begin(Fault fault, Notes.@Nullable Guilty guilty) {
        var _ = begin(Trigger.DEVICE_FAULT, Optional.of(fault), guilty);
    }

    /// Of a device that is lost every command fails: the first says so for all.
    private boolean begins(Fault fault) {
        return switch (fault.kind()) {
            case KERNEL_FAILED -> true;
            case DEVICE_LOST -> {
                Optional<Fault> loss = device.lost();
                yield loss.isEmpty() || !loss.equals(lossSeen);
            }
            default -> false;
        };
    }

    private CaptureOutcome begin(
            Trigger trigger, Optional<Fault> fault, Notes.@Nullable Guilty guilty) {
        if (settings.limits().isOff()) {
            return new CaptureOutcome.NotBegun(CaptureOutcome.Reason.OFF);
        }
        boolean untaken = kept.get() != null;
        if (underWay || untaken) {
            counters.count(Counter.CAPTURES_SKIPPED);
            return new CaptureOutcome.NotBegun(
                    untaken ? CaptureOutcome.Reason.NOT_TAKEN : CaptureOutcome.Reason.UNDER_WAY);
        }
        underWay = true;
        number++;
        long nanos = take(trigger, fault, guilty);
        ledger.afterwards(() -> reading.begin(nanos));
        return new CaptureOutcome.Begun(done);
    }

    /// The first phase. Somebody may be waiting for a fence that settles after it: it waits for
    /// nothing. Where memory runs out, what was noted so far is all there is.
    private long take(Trigger trigger, Optional<Fault> fault, Notes.@Nullable Guilty guilty) {
        long nanos = 0;
        try (var _ = SignallingSection.enter()) {
            nanos = workers.ticker().nanoTime();
            Optional<Fault> loss = device.lost();
            lossSeen = loss;
            heading =
                    new Heading(
                            workers.ticker().wallTime(), nanos, trigger, fault, loss.isPresent());
            regionStates.clear();
            regions.forEach(region -> regionStates.add(stateOf(region)));
            notes.take(scene, guilty);
        } catch (InvariantError ours) {
            throw ours;
        } catch (Throwable partial) {
            counters.count(Counter.CAPTURES_CUT_SHORT);
        }
        return nanos;
    }

    private static Capture.RegionState stateOf(Region region) {
        return new Capture.RegionState(
                region.name(),
                region.heap(),
                region.sizeBytes(),
                region.visibleBytes(),
                region.freeBytes(),
                region.pendingBytes(),
                region.quarantinedBytes());
    }

    /// Everything is read that will be: on the worker. Whatever comes of making a value of it, the
    /// next capture can begin.
    private void wasRead() {
        Capture capture = null;
        try {
            capture = capture();
        } catch (InvariantError ours) {
            throw ours;
        } catch (Throwable none) {
            counters.count(Counter.CAPTURES_SKIPPED);
        } finally {
            Capture made = capture;
            try {
                notes.clear();
                reserve.grow();
            } finally {
                ledger.drain().post(() -> finish(made));
            }
        }
    }

    private Capture capture() {
        Report report = new Report(notes);
        return new Capture(
                number,
                heading.when(),
                heading.nanos(),
                heading.trigger(),
                heading.fault(),
                device.info().name(),
                heading.lost(),
                regionStates,
                notes.clients(),
                report.commands(),
                report.objects(),
                workers.ticker().nanoTime() - heading.nanos());
    }

    /// Under the ledger.
    private void finish(@Nullable Capture capture) {
        SettableFence finished = done;
        done = new SettableFence();
        underWay = false;
        if (capture != null) {
            kept.set(capture);
            counters.count(Counter.CAPTURES);
        }
        ledger.afterwards(() -> {
            if (capture == null) {
                finished.fail(Fault.of(FaultKind.CANCELLED, "there was no memory for a capture"));
            } else {
                finished.signal();
                // once everything is settled: whose executor it is is not known
                settings.taker().ifPresent(taker -> ForeignCode.afterwards(() -> offer(taker)));
            }
        });
    }

    /// Whoever is called takes it; if the executor refuses, it is kept.
    private void offer(CaptureSettings.Taker taker) {
        try {
            taker.executor().execute(() -> take().ifPresent(taker.consumer()));
        } catch (RejectedExecutionException refused) {
            // kept until somebody asks
        }
    }

    /// The capture that is finished, if there is one; the next may begin. On any thread.
    public Optional<Capture> take() {
        Optional<Capture> taken = Optional.ofNullable(kept.getAndSet(null));
        reserve.retry();
        reserve.grow();
        return taken;
    }

    /// Sets memory aside for what is flagged among `parts`: before any of it can be captured, and
    /// not under the ledger.
    public void setAside(Collection<Part> parts) {
        if (!settings.limits().isOff()) {
            reserve.setAside(parts);
        }
    }

    /// Sets memory aside for an object that is going to be pinned. Not under the ledger.
    public void setAside(BufferObject object) {
        if (!settings.limits().isOff()) {
            reserve.setAside(object);
        }
    }

    /// An object is closed. Under the ledger. What uses it still may have to be captured.
    public void forget(BufferObject object) {
        if (object.isSetAsideFor()) {
            Fence idle = object.fences().idle();
            if (!idle.onSettled(Consequence.of(fence -> reserve.forget(object)))) {
                reserve.forget(object);
            }
        }
    }

    @Override
    public Fence fetched() {
        ledger.requireHeld();
        return underWay && bounce.sizeBytes() > 0 ? done : Fence.signalled();
    }

    /// What somebody who waits until nothing is under way has to wait for. Under the ledger.
    public List<Fence> pending() {
        List<Fence> pending = new ArrayList<>();
        if (underWay) {
            pending.add(done);
        }
        bounce.pending().ifPresent(pending::add);
        return pending;
    }

    /// True if no capture is under way and nothing is held for one. Under the ledger.
    public boolean isIdle() {
        return !underWay && bounce.pending().isEmpty() && notes.grips() == 0;
    }

    /// The device is going to be closed: nothing is set aside on it any more. Under the ledger,
    /// when no capture is under way.
    public void suspend() {
        bounce.end();
    }

    /// Another device has been opened. Under the ledger.
    public void resume() {
        bounce.begin();
    }

    /// Host memory set aside for copies of what the CPU cannot see.
    public long bounceBytes() {
        return bounce.sizeBytes();
    }
}
