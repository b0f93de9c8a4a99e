package dev.holdfast.memory;

import dev.holdfast.device.Device;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.binding.Binding;
import dev.holdfast.memory.binding.ClientSpace;
import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.capture.making.Capturer;
import dev.holdfast.memory.capture.making.PinnedObjects;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.mapping.Mapper;
import dev.holdfast.memory.migrate.FlightMoves;
import dev.holdfast.memory.migrate.Migrator;
import dev.holdfast.memory.migrate.MoveLog;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.recorder.CommandLog;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.recorder.FlightRecorder;
import dev.holdfast.memory.recorder.Recording;
import dev.holdfast.memory.recorder.TraceFeed;
import dev.holdfast.memory.recovery.DeviceSlot;
import dev.holdfast.memory.recovery.Quarantine;
import dev.holdfast.memory.recovery.Recovery;
import dev.holdfast.memory.recovery.Suspension;
import dev.holdfast.memory.recovery.UnderWay;
import dev.holdfast.memory.recovery.Watchdog;
import dev.holdfast.memory.region.AdoptedSpace;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.region.Layout;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.residency.Door;
import dev.holdfast.memory.residency.Residency;
import dev.holdfast.memory.schedule.Schedule;
import dev.holdfast.memory.submit.FlightEntry;
import dev.holdfast.memory.submit.Gate;
import dev.holdfast.memory.submit.OpenUses;
import dev.holdfast.memory.submit.Request;
import dev.holdfast.memory.submit.Staging;
import dev.holdfast.memory.submit.SubmissionLog;
import dev.holdfast.memory.submit.Submitter;
import dev.holdfast.memory.submit.Tenant;
import dev.holdfast.memory.work.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The parts of a manager, put together in the one order in which each finds those below it.
final class Assembly implements UnderWay {
    /// So many fences of each kind are collected at once for whoever waits, so that the ledger is
    /// held for a bounded time.
    private static final int SOME = 64;

    private final DeviceSlot slot;
    private final Ledger ledger;
    private final Door door;
    private final Counters counters;
    private final Optional<FlightRecorder> recorder;
    private final Optional<TraceFeed> trace;
    private final Schedule schedule;
    private final Migrator migrator;
    private final Residency residency;
    private final Gate gate;
    private final Mapper mapper;
    private final Contents contents;
    private final Capturer capturer;
    private final Quarantine quarantine;
    private final OpenUses uses;
    private final Recovery recovery;
    private final Watchdog watchdog;
    private final Suspension suspension;

    // guarded by the ledger
    private final Set<Tenant> tenants = new LinkedHashSet<>();
    private final List<Fence> closing = new ArrayList<>();
    private final Set<Tenant> departing = new LinkedHashSet<>();
    private final PinnedObjects pinned = new PinnedObjects();

    /// `objects` are all that there are; those that were closed while mapped are taken out of it
    /// when they are through.
    Assembly(
            Device backend,
            Workers workers,
            MemoryOptions options,
            Recorded recorded,
            Set<BufferObject> objects) {
        counters = recorded.counters();
        recorder = recorded.log();
        slot = new DeviceSlot(backend);
        Device device = slot;
        ledger = new Ledger(workers.worker("drain"), counters.of(Counter.CALLBACKS_THREW));
        trace = options.traceSink().map(sink -> new TraceFeed(sink, counters));
        door = new Door(ledger);
        schedule =
                new Schedule(
                        ledger,
                        device,
                        recorder.map(CommandLog.class::cast).orElse(CommandLog.NONE),
                        workers.ticker()::nanoTime);
        MoveLog moveLog = recorder.<MoveLog>map(FlightMoves::new).orElse(MoveLog.NONE);
        migrator =
                new Migrator(
                        ledger,
                        schedule,
                        device,
                        workers,
                        counters,
                        options.chunkBytes(),
                        options.faults(),
                        moveLog);
        residency =
                new Residency(
                        ledger,
                        region(device, "device", Device.DEVICE_HEAP),
                        region(device, "host", Device.HOST_HEAP),
                        new AdoptedSpace(ledger, workers.worker("release")),
                        migrator,
                        options.policy().create(),
                        counters,
                        options.headroomBytes(),
                        options.cleanShare(),
                        device.info().contiguousOnly());
        contents = new Contents(residency, door);
        capturer = new Capturer(captured(device, workers, moveLog), options.capturing());
        Staging staging = new Staging(options.faults(), capturer);
        Submitter submitter = new Submitter(ledger, residency, schedule, counters, log(), staging);
        gate = new Gate(ledger, submitter, migrator.unwatched(), workers);
        mapper =
                new Mapper(
                        ledger,
                        device,
                        residency,
                        migrator.unwatched(),
                        workers,
                        objects::remove,
                        door);
        quarantine = quarantine(objects);
        schedule.onUnstopped(quarantine);
        uses = new OpenUses(ledger, residency.device()::sizeBytes);
        recovery = new Recovery(ledger, schedule, device, capturer, counters, tenants);
        watchdog = watchdog(workers, options);
        suspension = new Suspension(suspended(workers, objects, options));
    }

    private Watchdog watchdog(Workers workers, MemoryOptions options) {
        var made =
                new Watchdog(
                        ledger,
                        schedule,
                        recovery,
                        workers,
                        options.watchdog(),
                        options.heartbeat());
        schedule.watchedBy(made);
        return made;
    }

    private Quarantine quarantine(Set<BufferObject> objects) {
        return new Quarantine(
                schedule,
                objects,
                tenants,
                residency.device(),
                residency.host(),
                residency.adopted());
    }

    private Capturer.Surroundings captured(Device device, Workers workers, MoveLog moveLog) {
        return new Capturer.Surroundings(
                ledger,
                device,
                workers,
                counters,
                schedule,
                moveLog,
                residency.device(),
                residency.host(),
                tenants,
                pinned);
    }

    private Suspension.Surroundings suspended(
            Workers workers, Set<BufferObject> objects, MemoryOptions options) {
        return new Suspension.Surroundings(
                ledger,
                slot,
                workers,
                counters,
                schedule,
                migrator.unwatched(),
                residency,
                capturer,
                watchdog,
                door,
                this,
                objects,
                tenants,
                options.faults());
    }

    private Region region(Device device, String name, int heap) {
        return new Region(
                ledger,
                name,
                heap,
                Layout.of(device, heap),
                device.heaps().get(heap).zeroed() ? ContentTag.CLEAN : ContentTag.MIXED,
                counters);
    }

    /// What is counted and written down from before the first part until after the last.
    ///
    /// @param counters what is counted
    /// @param log where is written down what happens, if that is wanted
    record Recorded(Counters counters, Optional<FlightRecorder> log) {
        /// Begins both. Throws [UncheckedIOException] if the file of the log cannot be made.
        static Recorded begin(Device device, Workers workers, MemoryOptions options) {
            Counters counters = new Counters();
            return new Recorded(
                    counters,
                    options.recording()
                            .map(recording -> log(recording, device, workers, counters)));
        }

        private static FlightRecorder log(
                Recording recording, Device device, Workers workers, Counters counters) {
            try {
                return FlightRecorder.open(
                        recording, device.info().name(), workers.ticker(), counters);
            } catch (IOException failed) {
                String why = failed.getMessage() == null ? failed.toString() : failed.getMessage();
                throw new UncheckedIOException("no flight recorder: " + why, failed);
            }
        }

        /// The end of the log.
        void end() {
            log.ifPresent(FlightRecorder::close);
        }
    }

    /// Traces first: what the recorder has written down, the driver may be told.
    private SubmissionLog log() {
        SubmissionLog traced = (tenant, request, command) -> note(request);
        if (recorder.isEmpty()) {
            return traced;
        }
        SubmissionLog entry = new FlightEntry(recorder.get());
        return (tenant, request, command) -> {
            traced.submitted(tenant, request, command);
            entry.submitted(tenant, request, command);
        };
    }

    /// Who is told of buffers and operations.
    Optional<TraceFeed> trace() {
        return trace;
    }

    /// The end of the flight log: nothing is under way any more.
    void closeRecorder() {
        recorder.ifPresent(FlightRecorder::close);
    }

    private void note(Request request) {
        trace.ifPresent(sink ->
                sink.operation(
                        request.name(),
                        ids(request, part -> part.access().reads()),
                        ids(request, part -> part.access().writes())));
    }

    private static List<Long> ids(Request request, java.util.function.Predicate<Part> wanted) {
        return request.parts().stream()
                .filter(wanted)
                .map(part -> part.vma().object().id())
                .distinct()
                .toList();
    }

    /// Where the device is.
    DeviceSlot slot() {
        return slot;
    }

    Door door() {
        return door;
    }

    Suspension suspension() {
        return suspension;
    }

    Ledger ledger() {
        return ledger;
    }

    Counters counters() {
        return counters;
    }

    Schedule schedule() {
        return schedule;
    }

    Residency residency() {
        return residency;
    }

    Gate gate() {
        return gate;
    }

    /// Runs what may start moves, under the ledger, and sees those through that nobody watches.
    <T> T placing(Supplier<T> step) {
        return migrator.unwatched().seeingThrough(step);
    }

    /// Who makes captures.
    Capturer capturer() {
        return capturer;
    }

    PinnedObjects pinned() {
        return pinned;
    }

    Recovery recovery() {
        return recovery;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    /// What clients use by commands of their own.
    OpenUses uses() {
        return uses;
    }

    /// What was not stopped may end now as it likes: nothing goes round again. Under the ledger.
    void forgetUnstopped() {
        quarantine.begin();
    }

    Contents contents() {
        return contents;
    }

    Mapper mapper() {
        return mapper;
    }

    Set<Tenant> tenants() {
        return tenants;
    }

    void arrived(Tenant tenant) {
        tenants.add(tenant);
    }

    /// A client closes: until `departed` settles its handles are closed one after the other.
    void departs(Tenant tenant, Fence departed) {
        departing.add(tenant);
        closing.add(departed);
    }

    /// A client has closed; its space follows once `spaceClosed` settles.
    void departed(Tenant tenant, Fence spaceClosed) {
        departing.remove(tenant);
        departed(spaceClosed);
    }

    /// A space is left that settles `spaceClosed` when it is gone.
    void departed(Fence spaceClosed) {
        forgetDeparted();
        closing.add(spaceClosed);
    }

    private void forgetDeparted() {
        closing.removeIf(Fence::isSettled);
        tenants.removeIf(
                tenant -> tenant.isClosed() && !departing.contains(tenant) && isQuiet(tenant));
    }

    /// Fences of what is under way: of commands, of what clients have in flight and of what is
    /// unbound for a client at most [#SOME] each. Whoever waits asks again.
    @Override
    public List<Fence> pending() {
        List<Fence> fences = new ArrayList<>(schedule.pending(SOME));
        fences.addAll(migrator.pending());
        for (Tenant tenant : tenants) {
            fences.addAll(tenant.fences(SOME));
            for (Binding binding : tenant.space().pendingUnbinds(SOME)) {
                fences.add(binding.unbound());
            }
        }
        fences.addAll(closing);
        fences.addAll(residency.adopted().pending());
        fences.addAll(capturer.pending());
        fences.removeIf(Fence::isSettled);
        return fences;
    }

    /// True if nothing is under way and nobody's bookkeeping is owed. Forgets clients that are
    /// closed and through.
    boolean isQuiet() {
        return !isWorking() && !isHeld();
    }

    @Override
    public boolean isWorking() {
        forgetDeparted();
        return !closing.isEmpty()
                || !schedule.isIdle()
                || !migrator.pending().isEmpty()
                || !residency.adopted().pending().isEmpty()
                || !tenants.stream().allMatch(Tenant::isIdle);
    }

    @Override
    public boolean isHeld() {
        return !capturer.isIdle()
                || tenants.stream().anyMatch(each -> each.space().hasPendingUnbinds());
    }

    private static boolean isQuiet(Tenant tenant) {
        return tenant.isIdle() && !tenant.space().hasPendingUnbinds();
    }

    /// A client's address space, made outside the ledger.
    ClientSpace space(String name) {
        return new ClientSpace(ledger, slot, name, counters, quarantine::stillMapped);
    }

    /// Why what was made on the device of `epoch` is of no use now, if so: the manager is
    /// suspended, or was since.
    Optional<Refusal> refusal(long epoch) {
        return epoch == slot.epoch() ? door.refusal() : Optional.of(new Refusal.Suspended());
    }
}
