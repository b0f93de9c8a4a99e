package dev.holdfast.faulty;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.soft.SoftProvider;
import dev.holdfast.testing.SteppedWorkers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A faulty device that moves only when the test steps it, and a log of what completed when.
final class FaultyRig implements AutoCloseable {
    static final long HEAP_BYTES = 1 << 20;

    final SteppedWorkers workers = new SteppedWorkers();
    final FaultPlan plan;
    final Device device;
    final List<String> log = new ArrayList<>();
    private final long startNanos = workers.nanoTime();

    /// With the faults that `specs` say, drawn by `seed`.
    FaultyRig(long seed, String... specs) {
        this(DeviceOptions.of(HEAP_BYTES, HEAP_BYTES), seed, specs);
    }

    /// As the other, with memories of other sizes.
    FaultyRig(DeviceOptions options, long seed, String... specs) {
        this.plan = FaultPlan.of(seed, Arrays.stream(specs).map(FaultSpec::parse).toList());
        this.device = new FaultyDevice(new SoftProvider().open(options, workers), plan, workers);
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
                                                + (workers.nanoTime() - startNanos) / 1000
                                                + (fault == null ? "" : "!" + fault.kind())));
    }

    /// A launch of `body` with what `ranges` say, all to be written, in an address space that lives
    /// as long as the device.
    Command.Launch launch(JavaKernel body, HeapRange... ranges) {
        return launch(body, true, ranges);
    }

    Command.Launch launch(JavaKernel body, boolean writable, HeapRange... ranges) {
        AddressSpace space = device.createAddressSpace("launch");
        List<BufferArgument> arguments = new ArrayList<>();
        for (int i = 0; i < ranges.length; i++) {
            long address = (i + 1L) << 32;
            space.map(address, List.of(ranges[i]), true);
            arguments.add(
                    new BufferArgument(
                            address, List.of(ranges[i]), ranges[i].sizeBytes(), writable));
        }
        return new Command.Launch(
                device.load(new KernelCode.InJava("kernel", body)),
                arguments,
                new long[0],
                Optional.of(space));
    }

    /// The bytes of a range, for comparison.
    byte[] bytes(HeapRange range) {
        return view(range).toArray(ValueLayout.JAVA_BYTE);
    }

    MemorySegment view(HeapRange range) {
        return device.hostView(range).orElseThrow();
    }

    static HeapRange onDevice(long offset, long sizeBytes) {
        return new HeapRange(Device.DEVICE_HEAP, offset, sizeBytes);
    }

    static HeapRange onHost(long offset, long sizeBytes) {
        return new HeapRange(Device.HOST_HEAP, offset, sizeBytes);
    }

    static Command.Copy copy(CopySource source, HeapRange target) {
        return new Command.Copy(List.of(new Transfer(source, target)));
    }

    static Command in(long sizeBytes) {
        return copy(onHost(0, sizeBytes), onDevice(0, sizeBytes));
    }

    static Command out(long sizeBytes) {
        return copy(onDevice(0, sizeBytes), onHost(0, sizeBytes));
    }

    @Override
    public void close() {
        device.close();
    }
}
