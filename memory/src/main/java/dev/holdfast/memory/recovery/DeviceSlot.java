package dev.holdfast.memory.recovery;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Command;
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
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.ForeignCode;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.RefusedException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The place of the device: all parts of a manager know it by this, and need not hear that another
/// one has taken it. Empty while the manager is suspended; then it still says what was there, and
/// that nothing runs.
///
/// Passing a command on costs the read of one field.
public final class DeviceSlot implements Device {
    private final QueueSlot[] queues = new QueueSlot[QueueKind.values().length];

    private volatile @Nullable Device current;
    private volatile Device last;
    private volatile DeviceInfo info;
    private volatile List<HeapInfo> heaps;
    private final AtomicLong epoch = new AtomicLong();

    /// The place of one queue.
    private static final class QueueSlot implements DeviceQueue {
        private final QueueKind kind;
        private volatile @Nullable DeviceQueue current;

        QueueSlot(QueueKind kind) {
            this.kind = kind;
        }

        @Override
        public QueueKind kind() {
            return kind;
        }

        @Override
        public void submit(Command command, Completion completion) {
            DeviceQueue queue = current;
            if (queue == null) {
                throw suspended();
            }
            queue.submit(command, completion);
        }
    }

    /// The place of `device`, for now.
    public DeviceSlot(Device device) {
        Newcomer first = Newcomer.of(device);
        this.last = device;
        this.info = first.info();
        this.heaps = first.heaps();
        for (QueueKind kind : QueueKind.values()) {
            queues[kind.ordinal()] = new QueueSlot(kind);
        }
        put(first);
    }

    private static RefusedException suspended() {
        return new RefusedException(new Refusal.Suspended());
    }

    /// Takes the device out. Nothing of it may be in use.
    void vacate() {
        current = null;
        for (QueueSlot queue : queues) {
            queue.current = null;
        }
    }

    /// What is asked of a device before it is put in: that can fail, and putting it in cannot.
    ///
    /// @param device which
    /// @param queues by kind
    record Newcomer(
            Device device, DeviceInfo info, List<HeapInfo> heaps, List<DeviceQueue> queues) {
        /// Asks `device`; throws what it does.
        static Newcomer of(Device device) {
            List<DeviceQueue> queues = new ArrayList<>();
            for (QueueKind kind : QueueKind.values()) {
                queues.add(device.queue(kind));
            }
            return new Newcomer(
                    device, device.info(), List.copyOf(device.heaps()), List.copyOf(queues));
        }
    }

    /// Puts a device in.
    void put(Newcomer newcomer) {
        for (QueueSlot queue : queues) {
            queue.current = newcomer.queues().get(queue.kind.ordinal());
        }
        epoch.incrementAndGet();
        last = newcomer.device();
        info = newcomer.info();
        heaps = newcomer.heaps();
        current = newcomer.device();
    }

    /// The device that is there; throws [RefusedException] if none is.
    public Device current() {
        Device device = current;
        if (device == null) {
            throw suspended();
        }
        return device;
    }

    /// How many devices have been here: what was made on the one before is of no use.
    public long epoch() {
        return epoch.get();
    }

    /// The device that is there, or was last.
    public Device last() {
        return last;
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
        return queues[kind.ordinal()];
    }

    @Override
    public Kernel load(KernelCode code) {
        return current().load(code);
    }

    @Override
    public Optional<MemorySegment> hostView(HeapRange range) {
        return current().hostView(range);
    }

    @Override
    public AddressSpace createAddressSpace(String name) {
        return current().createAddressSpace(name);
    }

    /// On an empty slot nothing runs.
    @Override
    public ResetOutcome reset(QueueKind queue) {
        Device device = current;
        return device == null ? new ResetOutcome.Idle() : device.reset(queue);
    }

    @Override
    public ResetOutcome reset(QueueKind queue, Completion guilty) {
        Device device = current;
        return device == null ? new ResetOutcome.Idle() : device.reset(queue, guilty);
    }

    @Override
    public Optional<Fault> lost() {
        Device device = current;
        return device == null ? Optional.empty() : lost(device);
    }

    /// Why `device` is lost, if it is. One that throws instead of answering is not to be relied on:
    /// whatever was read of its memory may be anything.
    static Optional<Fault> lost(Device device) {
        try {
            return device.lost();
        } catch (Throwable thrown) {
            return Optional.of(
                    Fault.of(
                            FaultKind.DEVICE_LOST,
                            "the device threw when it was asked whether it is lost: "
                                    + ForeignCode.words(thrown)));
        }
    }

    @Override
    public boolean hasAdopted(AdoptedMemory memory) {
        return current().hasAdopted(memory);
    }

    @Override
    public DeviceUsage usage() {
        return current().usage();
    }

    /// Whoever opened the device closes it.
    @Override
    public void close() {
        throw new UnsupportedOperationException("the device is its caller's to close");
    }
}
