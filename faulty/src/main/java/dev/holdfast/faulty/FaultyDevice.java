package dev.holdfast.faulty;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceInfo;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.DeviceUsage;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSite;
import dev.holdfast.device.fence.Fence;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/// A device that follows a plan of faults; all else is done by the device behind it.
///
/// A failed command moves real bytes, garbage among them, and the device behind counts those: its
/// usage says what really happened, not what was asked for.
public final class FaultyDevice implements Device {
    private final Device inner;
    private final Workers workers;
    private final Executor worker;
    private final Mischief mischief;
    private final List<FaultyQueue> queues = new ArrayList<>();

    // written under this
    private volatile boolean closed;

    /// Decorates `inner`, which closes with it. Throws [IllegalArgumentException] for a plan with a
    /// fault that there is not; those at the sites of the memory manager are its affair.
    public FaultyDevice(Device inner, FaultPlan plan, Workers workers) {
        FaultSites.checkSupported(plan);
        this.inner = inner;
        this.workers = workers;
        this.worker = workers.worker("faulty-device");
        LentBlocks blocks = new LentBlocks(plan.draw(FaultSite.DEVICE, 0));
        boolean mayBeLost = plan.specs().stream().anyMatch(spec -> spec.site() == FaultSite.DEVICE);
        Loss loss = new Loss(mayBeLost, worker);
        LoadedKernels kernels = new LoadedKernels(inner, loss);
        Stragglers stragglers = new Stragglers(inner, blocks, kernels, workers.ticker(), worker);
        this.mischief = new Mischief(plan, blocks, kernels, stragglers, loss);
        Executor foreign = workers.worker("faulty-foreign");
        for (QueueKind kind : QueueKind.values()) {
            queues.add(new FaultyQueue(this, inner, kind, mischief, workers, foreign));
        }
        loss.arm(new Loss.Parts(inner, queues, stragglers, blocks));
    }

    @Override
    public DeviceInfo info() {
        return inner.info();
    }

    @Override
    public List<HeapInfo> heaps() {
        return inner.heaps();
    }

    @Override
    public DeviceQueue queue(QueueKind kind) {
        return queues.get(kind.ordinal());
    }

    @Override
    public Kernel load(KernelCode code) {
        return mischief.kernels().load(code);
    }

    @Override
    public Optional<MemorySegment> hostView(HeapRange range) {
        requireOpen();
        return inner.hostView(range);
    }

    @Override
    public AddressSpace createAddressSpace(String name) {
        requireOpen();
        return inner.createAddressSpace(name);
    }

    @Override
    public ResetOutcome reset(QueueKind queue) {
        return queues.get(queue.ordinal()).reset(null);
    }

    @Override
    public ResetOutcome reset(QueueKind queue, Completion guilty) {
        return queues.get(queue.ordinal()).reset(guilty);
    }

    @Override
    public Optional<Fault> lost() {
        Optional<Fault> own = mischief.loss().fault();
        return own.isPresent() ? own : inner.lost();
    }

    /// Adopt by way of the device behind: what that has, this has too.
    @Override
    public boolean hasAdopted(AdoptedMemory memory) {
        return inner.hasAdopted(memory);
    }

    /// As the device behind has counted, with what happened in front of it: commands that it never
    /// had and resets that it never heard of.
    @Override
    public DeviceUsage usage() {
        DeviceUsage usage = inner.usage();
        long unseen = 0;
        long taken = 0;
        for (FaultyQueue queue : queues) {
            unseen += queue.line().unseenBehind();
            taken += queue.taken();
        }
        return new DeviceUsage(
                usage.peakDeviceBytes(),
                usage.bytesCopiedIn(),
                usage.bytesCopiedOut(),
                usage.bytesCleared(),
                usage.commands() + unseen,
                usage.resets() + taken);
    }

    /// Closes this and the device behind. From now on no straggler begins to write; the device
    /// behind closes when none is at it any more. With threads of their own that is before this
    /// returns. Where workers are stepped, or a completion of this device closes it, it is when
    /// they have been stepped, or soon after that completion has returned: who waited here would
    /// wait for himself. The workers are needed until then.
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closeQueues();
            closed = true;
        }
        Fence quiet = mischief.stragglers().stop();
        if (!quiet.isSettled() && mayWait()) {
            try {
                workers.await(quiet);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (!quiet.onSettled(fence -> worker.execute(inner::close))) {
            inner.close();
        }
    }

    /// A command of one queue has completed: those that wait for that may go.
    void completedIn(FaultyQueue queue) {
        for (FaultyQueue other : queues) {
            if (other != queue) {
                other.letReorderedGo();
            }
        }
    }

    private void closeQueues() {
        List<Line> shut = new ArrayList<>();
        for (FaultyQueue queue : queues) {
            String left = queue.line().close(queue.kind().text());
            if (left != null) {
                shut.forEach(Line::reopen);
                throw new IllegalStateException(left);
            }
            shut.add(queue.line());
        }
    }

    private boolean mayWait() {
        return !workers.stepped()
                && queues.stream().noneMatch(queue -> queue.line().isCompletingHere());
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(info().name() + " is closed");
        }
    }
}
