package dev.holdfast.bench.budget;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.device.unit.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A device without a manager: the compute queue that a manager's throughput is held against.
final class RawQueue implements AutoCloseable {
    private static final Completion IGNORED = fault -> {};

    private final PlatformWorkers workers = new PlatformWorkers("raw");
    private final Device device;
    private final DeviceQueue queue;
    private final Command.Launch launch;

    RawQueue(int objects) {
        device = Rig.open(DeviceOptions.of(Bytes.mebi(4), Bytes.mebi(4)), workers);
        queue = device.queue(QueueKind.COMPUTE);
        AddressSpace space = device.createAddressSpace("raw");
        List<BufferArgument> arguments = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            long address = (2L * i + 1) * space.granuleBytes();
            var ranges = List.of(new HeapRange(Device.DEVICE_HEAP, i * 256L, 256));
            space.map(address, ranges, false);
            arguments.add(new BufferArgument(address, ranges, 256, false));
        }
        launch = new Command.Launch(Rig.empty(device), arguments, new long[0], Optional.of(space));
    }

    void run(int batches, int batch) throws InterruptedException {
        Batches.run(batches, batch, this::submit);
    }

    private Fence submit(boolean last) {
        if (!last) {
            queue.submit(launch, IGNORED);
            return Fence.signalled();
        }
        SettableFence done = new SettableFence();
        queue.submit(launch, fault -> done.signal());
        return done;
    }

    @Override
    public void close() {
        device.close();
        workers.close();
    }
}
