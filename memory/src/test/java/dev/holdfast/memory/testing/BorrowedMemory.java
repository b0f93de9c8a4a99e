package dev.holdfast.memory.testing;

import dev.holdfast.device.Adoptions;
import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.KernelFaultException;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.Fault;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The memory of a real device, with threads of its own, which does what a command says while the
/// test waits for it.
///
/// @param device closed with this
/// @param adopted nothing
record BorrowedMemory(Device device, Adoptions<MemorySegment> adopted) implements HeldMemory {
    private static final long MOST_SECONDS = 60;

    BorrowedMemory(Device device) {
        this(device, new Adoptions<>());
    }

    @Override
    public List<HeapInfo> heaps() {
        return device.heaps();
    }

    @Override
    public String language() {
        return device.info().kernelLanguage();
    }

    @Override
    public void carryOut(Command command) {
        QueueKind queue =
                command instanceof Command.Launch ? QueueKind.COMPUTE : QueueKind.COPY_OUT;
        CompletableFuture<Optional<Fault>> over = new CompletableFuture<>();
        device.queue(queue).submit(command, fault -> over.complete(Optional.ofNullable(fault)));
        Optional<Fault> fault;
        try {
            fault = over.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (Exception notOver) {
            throw new AssertionError("the device does not do it: " + command, notOver);
        }
        fault.ifPresent(found -> {
            throw new KernelFaultException(found.toString());
        });
    }

    @Override
    public Kernel load(KernelCode code) {
        return device.load(code);
    }

    @Override
    public MemorySegment peek(HeapRange range) {
        Optional<MemorySegment> view = device.hostView(range);
        if (view.isPresent()) {
            return view.get();
        }
        // over the last bytes of host memory, which are put back
        long hostBytes = device.heaps().get(Device.HOST_HEAP).sizeBytes();
        long sizeBytes = range.sizeBytes();
        var bounce = new HeapRange(Device.HOST_HEAP, hostBytes - sizeBytes, sizeBytes);
        MemorySegment between = device.hostView(bounce).orElseThrow();
        MemorySegment before = Arena.ofAuto().allocate(sizeBytes).copyFrom(between);
        carryOut(new Command.Copy(List.of(new Transfer(range, bounce))));
        MemorySegment copy = Arena.ofAuto().allocate(sizeBytes).copyFrom(between);
        between.copyFrom(before);
        return copy.asReadOnly();
    }

    @Override
    public void fill(HeapRange range, byte value) {
        var source = new CopySource.Lent(Arena.ofAuto().allocate(range.sizeBytes()).fill(value));
        carryOut(new Command.Copy(List.of(new Transfer(source, range))));
    }

    @Override
    public void close() {
        device.close();
    }
}
