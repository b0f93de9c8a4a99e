package dev.holdfast.sim.watch;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.BufferArgument;
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
import dev.holdfast.sim.oracle.Verdict;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A device whose address spaces are watched; without them, what its kernels are given.
public final class WatchedDevice implements Device {
    private final Device inner;
    private final Verdict verdict;
    private final BooleanSupplier launches;
    private final AddressUsers users;
    private final Rudeness rudeness;
    private final Map<QueueKind, DeviceQueue> queues = new EnumMap<>(QueueKind.class);

    /// How the device behind knows the completions of launches that it has.
    private final IdentityHashMap<Completion, Completion> wrapped = new IdentityHashMap<>();

    /// Watches `inner`; as long as `launches` says so, also that nothing is unmapped under a
    /// kernel. That cannot be said where kernels are given up without being stopped. Nothing may be
    /// mapped under `users`. Calls of its address spaces throw as `rudeness` has it.
    public WatchedDevice(
            Device inner,
            Verdict verdict,
            BooleanSupplier launches,
            AddressUsers users,
            Rudeness rudeness) {
        this.inner = inner;
        this.verdict = verdict;
        this.launches = launches;
        this.users = users;
        this.rudeness = rudeness;
        for (QueueKind kind : QueueKind.values()) {
            queues.put(kind, new WatchedQueue(inner.queue(kind), inner, verdict, wrapped));
        }
    }

    /// A queue that tells spaces of the launches that use them.
    private record WatchedQueue(
            DeviceQueue queue,
            Device device,
            Verdict verdict,
            IdentityHashMap<Completion, Completion> wrapped)
            implements DeviceQueue {
        @Override
        public QueueKind kind() {
            return queue.kind();
        }

        @Override
        public void submit(Command command, Completion completion) {
            if (command instanceof Command.Launch launch
                    && launch.space().orElse(null) instanceof WatchedSpace space) {
                var inside =
                        new Command.Launch(
                                launch.kernel(),
                                launch.arguments(),
                                launch.scalars(),
                                Optional.of(space.inner()),
                                launch.dispatches());
                space.began(launch);
                Completion ending =
                        fault -> {
                            wrapped.remove(completion);
                            space.ended(launch);
                            completion.completed(fault);
                        };
                wrapped.put(completion, ending);
                queue.submit(inside, ending);
            } else {
                if (command instanceof Command.Launch launch && device.info().contiguousOnly()) {
                    launch.arguments().forEach(this::look);
                }
                queue.submit(command, completion);
            }
        }

        /// What a kernel reaches through anything else is not the object.
        private void look(BufferArgument argument) {
            HeapInfo heap = device.heaps().get(DEVICE_HEAP);
            HeapRange range = argument.ranges().getFirst();
            if (argument.ranges().size() == 1 && AdoptedMemory.isAt(range)) {
                return;
            }
            if (argument.ranges().size() > 1
                    || !heap.isArgument(range.offset(), argument.sizeBytes())) {
                verdict.violated(
                        "P2", "a kernel is given what is no argument: " + argument.ranges());
            }
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
        return Objects.requireNonNull(queues.get(kind));
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
        return new WatchedSpace(
                inner.createAddressSpace(name), name, verdict, launches, users, rudeness);
    }

    @Override
    public ResetOutcome reset(QueueKind queue) {
        return inner.reset(queue);
    }

    @Override
    public ResetOutcome reset(QueueKind queue, Completion guilty) {
        return inner.reset(queue, wrapped.getOrDefault(guilty, guilty));
    }

    @Override
    public Optional<Fault> lost() {
        return inner.lost();
    }

    @Override
    public boolean hasAdopted(AdoptedMemory memory) {
        return inner.hasAdopted(memory);
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
