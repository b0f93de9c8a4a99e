package dev.holdfast.opencl;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceInfo;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.DeviceUsage;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Isolation;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.lwjgl.opencl.CL10;

/// A device that OpenCL drives. See the package.
final class OpenClDevice implements Device {
    private final Session session;
    private final DeviceInfo info;
    private final DeviceHeap deviceHeap;
    private final HostHeap hostHeap;
    private final List<HeapInfo> heaps;
    private final List<OpenClQueue> queues = new ArrayList<>();
    private final SubBuffers subBuffers;
    private final Programs programs;
    private final Tally tally;
    private final ForeignEvents foreignEvents;
    private final CommandCheck check = new CommandCheck(this);
    private final AtomicReference<Optional<Fault>> lost = new AtomicReference<>(Optional.empty());

    // guarded by this
    private boolean closed;

    /// A device over what [Opening] has made.
    OpenClDevice(
            Session session,
            DeviceHeap deviceHeap,
            HostHeap hostHeap,
            List<Long> queues,
            Completions completions,
            Workers workers) {
        this.session = session;
        this.info =
                new DeviceInfo("opencl", Isolation.IN_BOUNDS_ONLY, false, false, true, "opencl-c");
        this.deviceHeap = deviceHeap;
        this.hostHeap = hostHeap;
        this.heaps = List.of(deviceHeap.info(), hostHeap.info());
        this.subBuffers = new SubBuffers(deviceHeap);
        this.programs = new Programs(this, session);
        this.tally = new Tally(deviceHeap.info().sizeBytes());
        this.foreignEvents = new ForeignEvents(completions, calls(), workers);
        for (QueueKind kind : QueueKind.values()) {
            long handle = queues.get(kind.ordinal());
            Driver driver = new Driver(this, handle, hostHeap.stages(kind));
            this.queues.add(new OpenClQueue(this, kind, driver, completions, workers));
        }
    }

    @Override
    public DeviceInfo info() {
        return info;
    }

    @Override
    public List<HeapInfo> heaps() {
        return heaps;
    }

    @Override
    public DeviceQueue queue(QueueKind kind) {
        return queues.get(kind.ordinal());
    }

    @Override
    public Kernel load(KernelCode code) {
        return switch (code) {
            case KernelCode.InOpenClC source -> calls().call(() -> programs.load(source));
            case KernelCode.InJava(var name, _) ->
                    throw new IllegalArgumentException(
                            "opencl has kernels in OpenCL C, and \"" + name + "\" is in Java");
        };
    }

    /// Device memory has no views: what OpenCL maps is a state of the whole buffer, which commands
    /// may not touch meanwhile.
    @Override
    public Optional<MemorySegment> hostView(HeapRange range) {
        check.checkRange(range);
        requireOpen();
        return range.heap() == HOST_HEAP ? Optional.of(hostSegment(range)) : Optional.empty();
    }

    @Override
    public AddressSpace createAddressSpace(String name) {
        throw new UnsupportedOperationException("OpenCL has no address spaces");
    }

    @Override
    public ResetOutcome reset(QueueKind queue) {
        return new ResetOutcome.NotPossible(
                "OpenCL cannot stop a running kernel, nor take a command from a queue");
    }

    @Override
    public Optional<Fault> lost() {
        return lost.get();
    }

    @Override
    public List<String> caveats() {
        return Caveats.of(session.device(), session.device().limits().allocationBytes());
    }

    @Override
    public DeviceUsage usage() {
        return tally.usage();
    }

    @Override
    public void close() {
        calls().run(this::closeNow);
    }

    private synchronized void closeNow() {
        if (closed) {
            return;
        }
        List<OpenClQueue> shut = new ArrayList<>();
        for (OpenClQueue queue : queues) {
            if (!queue.tryClose()) {
                shut.forEach(OpenClQueue::reopen);
                throw new IllegalStateException(
                        "commands are still queued for " + queue.kind().text() + " on opencl");
            }
            shut.add(queue);
        }
        foreignEvents.close();
        hostHeap.close(queues.getFirst().handle());
        closed = true;
        // what is adopted may have sub-buffers
        deviceHeap.adopted().close();
        subBuffers.close();
        deviceHeap.close();
        programs.close();
        queues.forEach(queue -> CL10.clReleaseCommandQueue(queue.handle()));
        session.close();
    }

    @Override
    public boolean hasAdopted(AdoptedMemory memory) {
        return deviceHeap.adopted().has(memory);
    }

    /// Makes somebody's `cl_mem` a part of device memory.
    AdoptedMemory adopt(long buffer) {
        requireOpen();
        return deviceHeap.adopt(buffer, subBuffers::forget);
    }

    /// The device is gone, by this fault; the first one stays.
    void lose(Fault fault) {
        lost.updateAndGet(before -> before.isPresent() ? before : Optional.of(fault));
    }

    /// A range of host memory.
    MemorySegment hostSegment(HeapRange range) {
        return hostHeap.segment(range);
    }

    /// From which threads the driver is called.
    Calls calls() {
        return session.device().calls();
    }

    DeviceHeap deviceHeap() {
        return deviceHeap;
    }

    SubBuffers subBuffers() {
        return subBuffers;
    }

    Programs programs() {
        return programs;
    }

    Tally tally() {
        return tally;
    }

    ForeignEvents foreignEvents() {
        return foreignEvents;
    }

    CommandCheck check() {
        return check;
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException("opencl is closed");
        }
    }
}
