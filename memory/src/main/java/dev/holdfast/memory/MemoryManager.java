package dev.holdfast.memory;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Device;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.SteadyTicker;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.memory.binding.ClientSpace;
import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.binding.Vma;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CaptureOutcome;
import dev.holdfast.memory.capture.Capturing;
import dev.holdfast.memory.capture.Trigger;
import dev.holdfast.memory.mapping.Mapper;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.region.RegionUsage;
import dev.holdfast.memory.submit.Tenant;
import dev.holdfast.memory.work.AcceptOutcome;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.RefusedException;
import dev.holdfast.memory.work.ResumeOutcome;
import dev.holdfast.memory.work.Reuse;
import dev.holdfast.memory.work.SpaceUsage;
import dev.holdfast.memory.work.SuspendLimits;
import dev.holdfast.memory.work.SuspendOutcome;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The manager of one device's memory. Composes the parts and decides nothing itself.
public final class MemoryManager implements AutoCloseable {
    /// So many handles of a client that closes are closed in one hold of the ledger.
    static final int HANDLES_A_HOLD = 64;

    private final MemoryOptions options;
    private final Workers workers;
    private final Assembly parts;
    private final Intake intake;

    // guarded by the ledger
    private final Set<Client> clients = new LinkedHashSet<>();
    private final Set<BufferObject> objects = new LinkedHashSet<>();
    private final Holdings holdings;
    private final RotatingWalk rotating;
    private boolean closed;

    private MemoryManager(
            Device device, Workers workers, MemoryOptions options, Assembly.Recorded recorded) {
        this.options = options;
        this.workers = workers;
        this.parts = new Assembly(device, workers, options, recorded, objects);
        this.intake = new Intake(parts, workers, options, this::checkOpen);
        this.holdings = new Holdings(parts, objects);
        this.rotating = new RotatingWalk(parts, objects);
    }

    /// A manager of all of `device`'s memory. The device stays the caller's: close it after the
    /// manager. The same `workers` should serve both. Throws [java.io.UncheckedIOException] if a
    /// flight recorder is asked for and its file cannot be made.
    public static MemoryManager open(Device device, Workers workers, MemoryOptions options) {
        Workers steady = SteadyTicker.of(workers);
        Assembly.Recorded recorded = Assembly.Recorded.begin(device, steady, options);
        try {
            return new MemoryManager(device, steady, options, recorded);
        } catch (Throwable thrown) {
            // a device that throws leaves no log open that nobody can close
            recorded.end();
            throw thrown;
        }
    }

    /// A new client. Throws [RefusedException] while the manager is suspended.
    public Client client(String name) {
        SignallingSection.forbid("making a client");
        Objects.requireNonNull(name, "a client has a name");
        long epoch = parts.slot().epoch();
        ClientSpace space = parts.space(name);
        try (var _ = parts.ledger().enter()) {
            Optional<Refusal> refusal = parts.refusal(epoch);
            if (closed || refusal.isPresent()) {
                parts.departed(space.close());
            }
            checkOpen();
            refusal.ifPresent(MemoryManager::refuse);
            Tenant tenant =
                    new Tenant(parts.ledger(), holdings.nextId(), name, space, options.window());
            Client client = new Client(this, tenant);
            parts.arrived(tenant);
            clients.add(client);
            parts.watchdog().beat(true);
            return client;
        }
    }

    /// The device that it manages; throws [RefusedException] while it is suspended.
    public Device device() {
        return parts.slot().current();
    }

    /// As [#suspend(SuspendLimits)], whatever it costs.
    public SuspendOutcome suspend() throws InterruptedException {
        return suspend(SuspendLimits.NONE);
    }

    /// Takes everything off the device, so that it can be closed: waits until all that was accepted
    /// is done and nobody reads through a binding any more, moves all content into ordinary memory,
    /// and keeps it there until [#resume]. Or refuses, and nothing has changed. New work, mappings
    /// and pins are refused as [Refusal.Suspended] from the moment at which this is called; objects
    /// can be made and closed all the time. Interrupting it leaves everything as it was.
    public SuspendOutcome suspend(SuspendLimits limits) throws InterruptedException {
        SignallingSection.forbid("suspending");
        return parts.suspension().leave(limits, false);
    }

    /// As [#suspend(SuspendLimits)], of a device that is lost or was given up: content that host
    /// memory has, or its owner lent, is kept; all other is lost by name, with the loss as cause.
    public SuspendOutcome salvage(SuspendLimits limits) throws InterruptedException {
        SignallingSection.forbid("suspending");
        return parts.suspension().leave(limits, true);
    }

    /// Goes on with `device`, after [#suspend] or [#salvage]: one that has been opened since, or
    /// the very one that it had. Kernels can use the addresses that they could use before, most
    /// recently used objects first, as far as there is room; their content comes in behind this.
    /// Does not wait. Kernels belong to a device: load them again.
    public ResumeOutcome resume(Device device) {
        SignallingSection.forbid("resuming");
        return parts.suspension().resume(device);
    }

    /// After the loss of a device: [#salvage] and [#resume] in one. The lost one stays its caller's
    /// to close. If it is refused between the two, it can be resumed with another device.
    public ResumeOutcome recover(Device device) throws InterruptedException {
        return switch (salvage(SuspendLimits.NONE)) {
            case SuspendOutcome.Suspended suspended -> resume(device);
            case SuspendOutcome.Refused(SuspendOutcome.Reason reason) ->
                    new ResumeOutcome.Refused(reason.message());
        };
    }

    /// How much ordinary memory has content that was moved out for a suspension and is current.
    public long imageBytes() {
        return parts.suspension().imageBytes();
    }

    /// A program in the device's own language, OpenCL C. Nothing is compiled yet.
    public Program program(String source) {
        return new Program(parts.slot(), source, "");
    }

    /// What it has counted.
    public Counters counters() {
        return parts.counters();
    }

    /// How device memory stands.
    public SpaceUsage deviceUsage() {
        try (var _ = parts.ledger().enter()) {
            return usage(parts.residency().device());
        }
    }

    /// How host memory stands.
    public SpaceUsage hostUsage() {
        try (var _ = parts.ledger().enter()) {
            return usage(parts.residency().host());
        }
    }

    /// How much device memory of others the objects are that were adopted; it counts as no part of
    /// [#deviceUsage]. What was closed and has not been let go counts too.
    public long adoptedBytes() {
        try (var _ = parts.ledger().enter()) {
            return parts.residency().adopted().sizeBytes();
        }
    }

    private static SpaceUsage usage(Region region) {
        RegionUsage usage = region.usage();
        return new SpaceUsage(
                usage.sizeBytes(),
                usage.freeBytes(),
                usage.pendingBytes(),
                usage.quarantinedBytes());
    }

    /// Takes the capture that is finished and was not taken, if there is one. Until then no other
    /// is made: the first fault is the one that matters.
    public Optional<Capture> takeCapture() {
        return parts.capturer().take();
    }

    /// Begins a capture of what is under way, of no command in particular. Does not wait for it.
    public CaptureOutcome capture() {
        SignallingSection.forbid("beginning a capture");
        try (var _ = parts.ledger().enter()) {
            checkOpen();
            if (parts.door().refusal().isPresent()) {
                return new CaptureOutcome.NotBegun(CaptureOutcome.Reason.SUSPENDED);
            }
            return parts.capturer().tryBegin(Trigger.EXPLICIT, Optional.empty(), Capturing.NOBODY);
        }
    }

    Assembly parts() {
        return parts;
    }

    /// Takes from a queue the command that it is at, by force: it fails as
    /// [dev.holdfast.device.fault.FaultKind#REVOKED], those behind it run, and its client is
    /// counted as guilty. A capture begins before. Does not wait for the command to settle.
    public ResetOutcome reset(QueueKind queue) {
        SignallingSection.forbid("resetting a queue");
        return parts.recovery().reset(queue);
    }

    /// Why the device is lost or was given up; empty as long as neither is known. Work is refused
    /// from then on, and what is under way settles with this.
    public Optional<Fault> lost() {
        return parts.schedule().lost();
    }

    /// Waits until nothing that has been submitted is under way.
    public void awaitIdle() throws InterruptedException {
        new Idleness(parts, workers).await();
    }

    Intake intake() {
        return intake;
    }

    /// Waits for a caller who asked to wait.
    void await(Fence fence) throws InterruptedException {
        var _ = workers.await(fence);
    }

    /// Walks the whole structure and says what is wrong with it: nothing, if all is well. With
    /// `quiescent`, also that nothing is left under way.
    public List<String> audit(boolean quiescent) {
        try (var _ = parts.ledger().enter()) {
            return new StructureWalk(parts, objects).violations(quiescent);
        }
    }

    /// As [#audit], a little at a time, round and round: cheap enough to be called after every step
    /// of a simulation. What is wrong is found within some dozens of calls.
    public List<String> auditNext() {
        try (var _ = parts.ledger().enter()) {
            return rotating.next();
        }
    }

    /// Closes all clients, waits until the device is done with their work, and throws
    /// [IllegalStateException] naming what leaked, if anything did. Closing twice is harmless.
    @Override
    public void close() {
        List<Client> open;
        try (var _ = parts.ledger().enter()) {
            if (closed) {
                return;
            }
            closed = true;
            open = List.copyOf(clients);
        }
        open.forEach(Client::close);
        new Idleness(parts, workers).awaitPatiently();
        parts.watchdog().rest();
        parts.closeRecorder();
        try (var _ = parts.ledger().enter()) {
            parts.forgetUnstopped();
        }
        List<String> leaks = audit(true);
        if (!leaks.isEmpty()) {
            throw new IllegalStateException("left behind: " + String.join("; ", leaks));
        }
    }

    BufferHandle create(Client client, String name, long sizeBytes, Terms terms) {
        Objects.requireNonNull(name, "an object has a name");
        SizeLimit.of(parts.slot()).check(name, sizeBytes);
        try (var _ = parts.ledger().enter()) {
            checkOpen(client);
            return holdings.create(client, name, sizeBytes, terms);
        }
    }

    BufferHandle createFrom(Client client, String name, MemorySegment content, Terms terms) {
        BufferHandle handle = create(client, name, content.byteSize(), terms);
        try (var _ = parts.ledger().enter()) {
            holdings.lend(handle, content);
        }
        return handle;
    }

    BufferHandle adopt(Client client, String name, AdoptedMemory memory) {
        Objects.requireNonNull(name, "an object has a name");
        long epoch = parts.slot().epoch();
        if (!parts.slot().hasAdopted(memory)) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is " + memory + " that this device does not have");
        }
        try (var _ = parts.ledger().enter()) {
            checkOpen(client);
            parts.refusal(epoch)
                    .or(() -> parts.schedule().lost().map(Refusal.DeviceLost::new))
                    .ifPresent(MemoryManager::refuse);
            return holdings.adopt(client, name, memory);
        }
    }

    BufferHandle grant(BufferObject object, Client other, Access access) {
        if (other.manager() != this) {
            throw new IllegalArgumentException(other + " is a client of another manager");
        }
        try (var _ = parts.ledger().enter()) {
            checkOpen(other);
            return holdings.grant(object, other, access);
        }
    }

    MapOutcome map(Client client, BufferHandle handle, Access access) throws InterruptedException {
        SignallingSection.forbid("mapping");
        Part part = new Part(handle.vmaFor(client), access, false);
        return switch (parts.mapper().map(part, handle.isOwner())) {
            case Mapper.Outcome.Mapped(Mapper.Mapping mapping) -> {
                uploaded(mapping);
                yield new MapOutcome.Mapped(new HostMapping(parts.mapper(), mapping));
            }
            case Mapper.Outcome.Refused(Refusal reason) -> new MapOutcome.Refused(reason);
        };
    }

    private void uploaded(Mapper.Mapping mapping) {
        if (mapping.access().writes() && parts.trace().isPresent()) {
            try (var _ = parts.ledger().enter()) {
                parts.trace().get().uploaded(mapping.object().id());
            }
        }
    }

    PinOutcome pin(Client client, BufferHandle handle) {
        return new Pins(parts).pin(new Part(handle.vmaFor(client), Access.READ, false));
    }

    AcceptOutcome accept(Vma vma) {
        try (var _ = parts.ledger().enter()) {
            return parts.contents().accept(vma);
        }
    }

    Optional<Refusal> clear(Vma vma) {
        try (var _ = parts.ledger().enter()) {
            return parts.contents().clear(vma);
        }
    }

    void expect(Vma vma, Reuse reuse) {
        try (var _ = parts.ledger().enter()) {
            parts.residency().expect(vma.object(), reuse);
        }
    }

    Fence idle(Vma vma) {
        try (var _ = parts.ledger().enter()) {
            return vma.object().fences().idle();
        }
    }

    void closeHandle(BufferHandle handle) {
        try (var _ = parts.ledger().enter()) {
            holdings.letGo(handle);
        }
    }

    /// Nobody else waits for all of it: handles are closed some at a time, and whoever wants the
    /// ledger has it in between. Who waits until the manager is idle waits for the last of them.
    void close(Client client) {
        SignallingSection.forbid("closing a client");
        SettableFence departed = new SettableFence();
        try (var _ = parts.ledger().enter()) {
            if (client.tenant().isClosed()) {
                return;
            }
            client.tenant().close();
            parts.departs(client.tenant(), departed);
        }
        try {
            while (closeSomeHandles(client)) {
                parts.ledger().giveWay();
            }
        } finally {
            try (var _ = parts.ledger().enter()) {
                parts.departed(client.tenant(), client.tenant().space().close());
                clients.remove(client);
                parts.watchdog().beat(!clients.isEmpty() && parts.door().refusal().isEmpty());
            }
            departed.signal();
        }
    }

    /// True if there are more.
    private boolean closeSomeHandles(Client client) {
        try (var _ = parts.ledger().enter()) {
            List<BufferHandle> some = client.handles().stream().limit(HANDLES_A_HOLD).toList();
            for (BufferHandle handle : some) {
                handle.markClosed();
                holdings.letGo(handle);
            }
            return !client.handles().isEmpty();
        }
    }

    private static void refuse(Refusal reason) {
        throw new RefusedException(reason);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the manager is closed");
        }
    }

    private void checkOpen(Client client) {
        checkOpen();
        if (client.tenant().isClosed()) {
            throw new IllegalStateException(client + " is closed");
        }
    }
}
