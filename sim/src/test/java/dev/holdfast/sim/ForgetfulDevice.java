package dev.holdfast.sim;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.QueueKind;
import dev.holdfast.testing.ForwardingDevice;
import java.util.EnumMap;
import java.util.Map;

/// A device that forgets one copy in so many, and says that all went well: what a simulator must
/// notice.
final class ForgetfulDevice implements ForwardingDevice {
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

    @Override
    public Device inner() {
        return inner;
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
    public DeviceQueue queue(QueueKind kind) {
        return queues.get(kind);
    }
}
