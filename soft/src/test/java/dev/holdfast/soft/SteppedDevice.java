package dev.holdfast.soft;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.KernelMemory;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import dev.holdfast.testing.SteppedWorkers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A device that moves only when the test steps it, and a log of what completed when.
final class SteppedDevice implements AutoCloseable {
    static final long HEAP_BYTES = 1 << 20;

    final SteppedWorkers workers = new SteppedWorkers();
    final SoftDevice device;
    final List<String> log = new ArrayList<>();
    private final long startNanos = workers.nanoTime();

    /// A device without a speed.
    SteppedDevice() {
        this(OptionalLong.empty());
    }

    /// A device whose links have a speed.
    SteppedDevice(OptionalLong linkBytesPerSecond) {
        var options =
                new DeviceOptions(HEAP_BYTES, HEAP_BYTES, OptionalLong.empty(), linkBytesPerSecond);
        this.device = SoftDevice.open(options, workers);
    }

    /// Submits; completion logs `name@micros`, and `!KIND` for a fault.
    void submit(QueueKind queue, String name, Command command) {
        device.queue(queue)
                .submit(
                        command,
                        fault ->
                                log.add(
                                        name
                                                + "@"
                                                + elapsedNanos() / 1000
                                                + (fault == null ? "" : "!" + fault.kind())));
    }

    long elapsedNanos() {
        return workers.nanoTime() - startNanos;
    }

    /// A launch of a kernel with no buffers that takes a while and does nothing.
    Command sleep(long nanos) {
        return launch(
                new JavaKernel() {
                    @Override
                    public void run(KernelMemory memory, long[] scalars) {}

                    @Override
                    public long atLeastNanos(long[] scalars) {
                        return nanos;
                    }
                });
    }

    Command launch(JavaKernel body) {
        Kernel kernel = device.load(new KernelCode.InJava("kernel", body));
        return new Command.Launch(kernel, List.of(), new long[0], Optional.empty());
    }

    static Command in(long sizeBytes) {
        return copy(new HeapRange(Device.HOST_HEAP, 0, sizeBytes), range(sizeBytes));
    }

    static Command out(long sizeBytes) {
        return copy(range(sizeBytes), new HeapRange(Device.HOST_HEAP, 0, sizeBytes));
    }

    static Command copy(HeapRange source, HeapRange target) {
        return new Command.Copy(List.of(new Transfer(source, target)));
    }

    private static HeapRange range(long sizeBytes) {
        return new HeapRange(Device.DEVICE_HEAP, 0, sizeBytes);
    }

    @Override
    public void close() {
        device.close();
    }
}
