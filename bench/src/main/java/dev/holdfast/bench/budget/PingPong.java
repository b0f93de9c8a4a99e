package dev.holdfast.bench.budget;

import dev.holdfast.device.DeviceUsage;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MemoryOptions;
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
        this(new Rig(deviceBytes, 3 * deviceBytes, options), deviceBytes, objectBytes);
    }

    /// On a device of that name.
    static PingPong on(String device, long deviceBytes, long objectBytes) {
        return new PingPong(Rig.on(device, deviceBytes, 3 * deviceBytes), deviceBytes, objectBytes);
    }

    private PingPong(Rig rig, long deviceBytes, long objectBytes) {
        this.rig = rig;
        handles = rig.create(Math.toIntExact(2 * deviceBytes / objectBytes), objectBytes);
    }

    /// Bytes a nanosecond, out and in together.
    double round() throws InterruptedException {
        DeviceUsage before = rig.device().usage();
        long began = System.nanoTime();
        for (BufferHandle handle : handles) {
            rig.client().submit(rig.nothing().updates(handle)).orThrow();
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
