package dev.holdfast.device.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.Fault;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A device with real threads for one test, and the few things that every test does with one.
public final class Rig implements AutoCloseable {
    /// Device and host memory of a rig that asks for nothing else.
    public static final long HEAP_BYTES = 32L << 20;

    private static final long PATIENCE_SECONDS = 60;

    private final PlatformWorkers workers = new PlatformWorkers("contract");
    private final Backend backend;
    private final Device device;

    private Rig(Backend backend, DeviceOptions options) {
        this.backend = backend;
        this.device = backend.provider().open(options, workers);
    }

    /// A device with [#HEAP_BYTES] of both memories.
    public static Rig open(Backend backend) {
        return new Rig(backend, DeviceOptions.of(HEAP_BYTES, HEAP_BYTES));
    }

    /// A device with `options`.
    public static Rig open(Backend backend, DeviceOptions options) {
        return new Rig(backend, options);
    }

    /// The device.
    public Device device() {
        return device;
    }

    /// Submits `command`; the answer completes with its fault, or null.
    public CompletableFuture<Fault> submit(QueueKind queue, Command command) {
        CompletableFuture<Fault> result = new CompletableFuture<>();
        device.queue(queue).submit(command, result::complete);
        return result;
    }

    /// Waits, not for ever, for what [#submit] answered.
    public static Fault await(CompletableFuture<Fault> result) {
        try {
            return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException thrown) {
            throw new AssertionError("the command did not complete", thrown);
        }
    }

    /// Runs `command` to its end; the answer is its fault, or null.
    public Fault run(QueueKind queue, Command command) {
        return await(submit(queue, command));
    }

    /// Runs `command`, which must not fail.
    public void runWell(QueueKind queue, Command command) {
        Fault fault = run(queue, command);
        if (fault != null) {
            throw new AssertionError(fault.toString());
        }
    }

    /// Puts `bytes` into `range`.
    public void write(HeapRange range, byte[] bytes) {
        MemorySegment lent = java.lang.foreign.Arena.ofAuto().allocate(bytes.length);
        MemorySegment.copy(bytes, 0, lent, ValueLayout.JAVA_BYTE, 0, bytes.length);
        runWell(QueueKind.COPY_IN, copy(new CopySource.Lent(lent), range));
    }

    /// Puts `words` into `range`.
    public void write(HeapRange range, long[] words) {
        MemorySegment lent =
                java.lang.foreign.Arena.ofAuto().allocate(words.length * 8L, Long.BYTES);
        MemorySegment.copy(words, 0, lent, ValueLayout.JAVA_LONG, 0, words.length);
        runWell(QueueKind.COPY_IN, copy(new CopySource.Lent(lent), range));
    }

    /// What is in `range`, by way of the end of host memory if the CPU cannot see it.
    public byte[] readBytes(HeapRange range) {
        return view(range).toArray(ValueLayout.JAVA_BYTE);
    }

    /// What is in `range`, in words.
    public long[] read(HeapRange range) {
        return view(range).toArray(ValueLayout.JAVA_LONG_UNALIGNED);
    }

    /// A kernel: that in Java, or what the backend has in its place; the test is not run where it
    /// has nothing.
    public Kernel kernel(String name, JavaKernel body) {
        if (device.info().kernelLanguage().equals("java")) {
            return device.load(new KernelCode.InJava(name, body));
        }
        Optional<KernelCode> own = backend.inOwnLanguage(name);
        assumeTrue(
                own.isPresent(),
                "not run: kernel \""
                        + name
                        + "\" has no form in "
                        + device.info().kernelLanguage());
        return device.load(own.orElseThrow());
    }

    /// An address space; the test is not run on devices that have none.
    public AddressSpace space() {
        assumeTrue(device.info().addressSpaces(), "not run: this device has no address spaces");
        return device.createAddressSpace("contract");
    }

    /// Skips the test on devices without reset.
    public void assumeReset() {
        assumeTrue(device.info().queueReset(), "not run: this device cannot reset a queue");
    }

    /// A launch whose arguments are ranges, with an address space of its own where there are some.
    /// The mappings are writable whatever the arguments are.
    public Command.Launch launch(Kernel kernel, boolean writable, HeapRange... ranges) {
        boolean spaces = device.info().addressSpaces();
        AddressSpace space = spaces ? device.createAddressSpace("launch") : null;
        List<BufferArgument> arguments = new java.util.ArrayList<>();
        for (int i = 0; i < ranges.length; i++) {
            long address = (i + 1L) << 32;
            if (spaces) {
                space.map(address, List.of(ranges[i]), true);
            }
            arguments.add(
                    new BufferArgument(
                            spaces ? address : 0,
                            List.of(ranges[i]),
                            ranges[i].sizeBytes(),
                            writable));
        }
        return new Command.Launch(kernel, arguments, new long[0], Optional.ofNullable(space));
    }

    /// A copy of one piece.
    public static Command.Copy copy(CopySource source, HeapRange target) {
        return new Command.Copy(List.of(new Transfer(source, target)));
    }

    /// A range of device memory.
    public static HeapRange onDevice(long offset, long sizeBytes) {
        return new HeapRange(Device.DEVICE_HEAP, offset, sizeBytes);
    }

    /// A range of host memory.
    public static HeapRange onHost(long offset, long sizeBytes) {
        return new HeapRange(Device.HOST_HEAP, offset, sizeBytes);
    }

    private MemorySegment view(HeapRange range) {
        Optional<MemorySegment> direct = device.hostView(range);
        if (direct.isPresent()) {
            return direct.get();
        }
        long end = device.heaps().get(Device.HOST_HEAP).sizeBytes();
        HeapRange bounce = onHost(end - range.sizeBytes(), range.sizeBytes());
        runWell(QueueKind.COPY_OUT, copy(range, bounce));
        return device.hostView(bounce).orElseThrow();
    }

    @Override
    public void close() {
        device.close();
        workers.close();
    }
}
