package dev.holdfast.bench.budget;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.PlatformWorkers;
import java.lang.foreign.MemorySegment;

/// The same bytes moved by one thread, between memory of the same kind and size: another device's
/// heaps, through their host views.
final class PlainCopies implements AutoCloseable {
    private final PlatformWorkers workers = new PlatformWorkers("plain");
    private final Device opened;
    private final MemorySegment device;
    private final MemorySegment host;
    private final long pieceBytes;

    PlainCopies(long deviceBytes, long pieceBytes) {
        this.pieceBytes = pieceBytes;
        opened = Rig.open(DeviceOptions.of(deviceBytes, 2 * deviceBytes), workers);
        device = view(Device.DEVICE_HEAP, deviceBytes);
        host = view(Device.HOST_HEAP, 2 * deviceBytes);
        device.fill((byte) 1);
        host.fill((byte) 2);
    }

    private MemorySegment view(int heap, long sizeBytes) {
        return opened.hostView(new HeapRange(heap, 0, sizeBytes)).orElseThrow();
    }

    /// Bytes a nanosecond, out and in together.
    double round() {
        long bytes = 0;
        long began = System.nanoTime();
        for (long at = 0; at + pieceBytes <= host.byteSize(); at += pieceBytes) {
            long inDevice = at % device.byteSize();
            MemorySegment.copy(device, inDevice, host, at, pieceBytes);
            long next = (at + host.byteSize() / 2) % host.byteSize();
            MemorySegment.copy(host, next, device, inDevice, pieceBytes);
            bytes += 2 * pieceBytes;
        }
        return (double) bytes / (System.nanoTime() - began);
    }

    @Override
    public void close() {
        opened.close();
        workers.close();
    }
}
