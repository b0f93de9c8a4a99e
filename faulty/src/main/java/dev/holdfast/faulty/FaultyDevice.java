package dev.holdfast.faulty;

import dev.holdfast.device.AddressSpace;
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
import dev.holdfast.device.fault.FaultPlan;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A device that follows a plan of faults; all else is done by the device behind it.
///
/// A failed command moves real bytes, garbage among them, and the device behind counts those: its
/// usage says what really happened, not what was asked for.
public final class FaultyDevice implements Device {
    private final Device inner;
    private final Map<QueueKind, FaultyQueue> queues = new EnumMap<>(QueueKind.class);

    /// Decorates `inner`, which closes with it. Throws [IllegalArgumentException] for a plan with a
    /// fault that this cannot do; the sites of the memory manager are not its affair.
    public FaultyDevice(Device inner, FaultPlan plan, Workers workers) {
        FaultSites.checkSupported(plan);
        this.inner = inner;
        FaultDice dice = new FaultDice(plan);
        for (QueueKind kind : QueueKind.values()) {
            queues.put(kind, new FaultyQueue(inner, kind, dice, workers));
        }
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
        return queueOf(kind);
    }

    @Override
    public Kernel load(KernelCode code) {
        return inner.load(code);
    }

    @Override
    public Optional<MemorySegment> hostView(HeapRange range) {
        return inner.hostView(range);
    }

    @Override
    public AddressSpace createAddressSpace(String name) {
        return inner.createAddressSpace(name);
    }

    @Override
    public ResetOutcome reset(QueueKind queue) {
        return queueOf(queue).reset();
    }

    @Override
    public DeviceUsage usage() {
        return inner.usage();
    }

    @Override
    public void close() {
        for (FaultyQueue queue : queues.values()) {
            queue.requireIdle();
        }
        inner.close();
    }

    private FaultyQueue queueOf(QueueKind kind) {
        return Objects.requireNonNull(queues.get(kind));
    }
}
