package dev.holdfast.bench.budget;

import dev.holdfast.device.DeviceUsage;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import java.util.List;

/// Objects twice as large as the device, updated one after the other: each one that comes in sends
/// another one out.
final class PingPong implements AutoCloseable {
    private final Rig rig;
    private final List<BufferHandle> handles;

    PingPong(long deviceBytes, long objectBytes) {
        this(deviceBytes, objectBytes, MemoryOptions.defaults());
    }

    PingPong(long deviceBytes, long objectBytes, MemoryOptions options) {
        rig = new Rig(deviceBytes, 3 * deviceBytes, options);
        handles = rig.create(Math.toIntExact(2 * deviceBytes / objectBytes), objectBytes);
    }

    /// Bytes a nanosecond, out and in together.
    double round() throws InterruptedException {
        DeviceUsage before = rig.device().usage();
        long began = System.nanoTime();
        for (BufferHandle handle : handles) {
            rig.client().submit(Work.launch(rig.empty()).updates(handle)).orThrow();
        }
        rig.manager().awaitIdle();
        long nanos = System.nanoTime() - began;
        DeviceUsage after = rig.device().usage();
        long bytes =
                after.bytesCopiedIn()
                        - before.bytesCopiedIn()
                        + after.bytesCopiedOut()
                        - before.bytesCopiedOut();
        return (double) bytes / nanos;
    }

    @Override
    public void close() {
        rig.close();
    }
}
