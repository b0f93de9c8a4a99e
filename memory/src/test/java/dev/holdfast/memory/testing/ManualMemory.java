package dev.holdfast.memory.testing;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Adoptions;
import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.Transfer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;

/// Memory of the test's own, and kernels in Java.
///
/// @param heaps what there is
/// @param bytes heap by heap
/// @param adopted and what was adopted
record ManualMemory(List<HeapInfo> heaps, MemorySegment[] bytes, Adoptions<MemorySegment> adopted)
        implements HeldMemory {
    private record Loaded(String name, JavaKernel body) implements Kernel {}

    static ManualMemory of(HeapInfo... heaps) {
        return new ManualMemory(
                List.of(heaps),
                Stream.of(heaps)
                        .map(heap -> Arena.ofAuto().allocate(heap.sizeBytes(), 8))
                        .toArray(MemorySegment[]::new),
                new Adoptions<>());
    }

    @Override
    public String language() {
        return "java";
    }

    @Override
    public void carryOut(Command command) {
        switch (command) {
            case Command.Copy copy -> copy(copy);
            case Command.Fill fill -> fill.targets().forEach(target -> fill(target, (byte) 0));
            case Command.Launch launch ->
                    ((Loaded) launch.kernel())
                            .body()
                            .run(new ManualKernelMemory(this, launch), launch.scalars());
            case Command.Marker marker -> {}
        }
    }

    @Override
    public Kernel load(KernelCode code) {
        return switch (code) {
            case KernelCode.InJava(String name, JavaKernel body) -> new Loaded(name, body);
            case KernelCode.InOpenClC source -> throw new IllegalArgumentException("no " + source);
        };
    }

    @Override
    public MemorySegment peek(HeapRange range) {
        if (AdoptedMemory.isAt(range)) {
            Adoptions.Adopted<MemorySegment> own = adopted.at(range.offset());
            return own.source().asSlice(own.within(range.offset()), range.sizeBytes());
        }
        return bytes[range.heap()].asSlice(range.offset(), range.sizeBytes());
    }

    @Override
    public void fill(HeapRange range, byte value) {
        peek(range).fill(value);
    }

    @Override
    public void close() {
        adopted.close();
    }

    /// What kernels are given of.
    HeapInfo deviceHeap() {
        return heaps.get(Device.DEVICE_HEAP);
    }

    private void copy(Command.Copy copy) {
        for (Transfer transfer : copy.transfers()) {
            MemorySegment target = peek(transfer.target());
            switch (transfer.source()) {
                case HeapRange range -> target.copyFrom(peek(range));
                case CopySource.Lent lent -> lent.read(0, target, 0, lent.sizeBytes());
            }
        }
    }
}
