package dev.holdfast.sim;

import dev.holdfast.device.AddressSpace;
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
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A device that forgets one copy in so many, and says that all went well: what a simulator must
/// notice.
final class ForgetfulDevice implements Device {
    private final Device inner;
    private final int everySoMany;
    private final Map<QueueKind, DeviceQueue> queues = new EnumMap<>(QueueKind.class);
    private int copies;

    ForgetfulDevice(Device inner, int everySoMany) {
        this.inner = inner;
        this.everySoMany = everySoMany;
        for (QueueKind kind : QueueKind.values()) {
            queues.put(kind, new Forgetful(inner.queue(kind)));
        }
    }

    private final class Forgetful implements DeviceQueue {
        private final DeviceQueue queue;

        Forgetful(DeviceQueue queue) {
            this.queue = queue;
        }

        @Override
        public QueueKind kind() {
            return queue.kind();
        }

        @Override
        public void submit(Command command, Completion completion) {
            boolean forgets = command instanceof Command.Copy && ++copies % everySoMany == 0;
            queue.submit(forgets ? new Command.Marker() : command, completion);
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
        return queues.get(kind);
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
        return inner.reset(queue);
    }

    @Override
    public ResetOutcome reset(QueueKind queue, Completion guilty) {
        return inner.reset(queue, guilty);
    }

    @Override
    public DeviceUsage usage() {
        return inner.usage();
    }

    @Override
    public void close() {
        inner.close();
    }
}
