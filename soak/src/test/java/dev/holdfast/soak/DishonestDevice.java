package dev.holdfast.soak;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.ForwardingDevice;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A device that does something wrong now and then, and says nothing of it.
record DishonestDevice(Device inner, Lie lie, AtomicLong visits) implements ForwardingDevice {
    /// Every so many-th command of a kind.
    private static final long EVERY = 50;

    enum Lie {
        /// One bit of what a copy has written is another.
        FLIPS_A_BIT,
        /// A copy is said to be done, and is not.
        SKIPS_COPIES,
        /// A clear is said to be done, and is not.
        SKIPS_CLEARS,
        /// A kernel is said to have failed that nobody has made fail.
        FAILS_KERNELS
    }

    DishonestDevice(Device inner, Lie lie) {
        this(inner, lie, new AtomicLong());
    }

    @Override
    public DeviceQueue queue(QueueKind kind) {
        return new Queue(inner.queue(kind), this);
    }

    private record Queue(DeviceQueue inner, DishonestDevice device) implements DeviceQueue {
        @Override
        public QueueKind kind() {
            return inner.kind();
        }

        @Override
        public void submit(Command command, Completion completion) {
            boolean lies = device.isOccasion(command);
            boolean skipped = lies && device.lie.name().startsWith("SKIPS");
            inner.submit(
                    skipped ? new Command.Marker() : command,
                    fault -> completion.completed(lies ? device.lie(command, fault) : fault));
        }
    }

    private boolean isOccasion(Command command) {
        boolean concerned =
                switch (lie) {
                    case FLIPS_A_BIT, SKIPS_COPIES -> command instanceof Command.Copy;
                    case SKIPS_CLEARS -> command instanceof Command.Fill;
                    case FAILS_KERNELS -> command instanceof Command.Launch;
                };
        return concerned && visits.incrementAndGet() % EVERY == 0;
    }

    private @Nullable Fault lie(Command command, @Nullable Fault fault) {
        if (lie == Lie.FAILS_KERNELS && fault == null) {
            return Fault.of(FaultKind.KERNEL_FAILED, "for no reason");
        }
        if (lie == Lie.FLIPS_A_BIT && command instanceof Command.Copy copy) {
            HeapRange target = copy.transfers().getFirst().target();
            MemorySegment bytes = inner.hostView(target.slice(0, 1)).orElseThrow();
            byte read = bytes.get(ValueLayout.JAVA_BYTE, 0);
            bytes.set(ValueLayout.JAVA_BYTE, 0, (byte) (read ^ 8));
        }
        return fault;
    }
}
