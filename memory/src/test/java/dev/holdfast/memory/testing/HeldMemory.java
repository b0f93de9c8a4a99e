package dev.holdfast.memory.testing;

import dev.holdfast.device.Adoptions;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// The memory of a [ManualDevice], and who does there what a command says once it is let go.
interface HeldMemory {
    /// What there is of it.
    List<HeapInfo> heaps();

    /// Which kernels run there.
    String language();

    /// Does all of a command, at once; throws what a kernel throws.
    void carryOut(Command command);

    /// Makes a kernel.
    Kernel load(KernelCode code);

    /// The bytes of a range: themselves where the CPU has them, and otherwise a copy.
    MemorySegment peek(HeapRange range);

    /// Overwrites every byte.
    void fill(HeapRange range, byte value);

    /// Lets go of the memory.
    void close();

    /// What it has adopted.
    Adoptions<MemorySegment> adopted();

    /// True if the CPU sees a range.
    default boolean isSeen(HeapRange range) {
        return range.end() <= heaps().get(range.heap()).visibleBytes()
                || adopted().find(range).isPresent();
    }

    /// Overwrites every byte of a heap.
    default void fill(int heap, byte value) {
        fill(new HeapRange(heap, 0, heaps().get(heap).sizeBytes()), value);
    }

    /// Overwrites every byte of all of it.
    default void fill(byte value) {
        for (int heap = 0; heap < heaps().size(); heap++) {
            fill(heap, value);
        }
    }

    /// What a failed command leaves behind in its targets.
    default void scribble(Command command) {
        switch (command) {
            case Command.Copy(List<Transfer> transfers) ->
                    transfers.forEach(transfer -> scribble(transfer.target()));
            case Command.Fill(List<HeapRange> targets) -> targets.forEach(this::scribble);
            case Command.Launch launch -> {}
            case Command.Marker marker -> {}
        }
    }

    /// The fault of a command that failed.
    static Fault failure(Command command) {
        FaultKind kind =
                command instanceof Command.Launch ? FaultKind.KERNEL_FAILED : FaultKind.COPY_FAILED;
        return Fault.of(kind, "failed by hand");
    }

    /// What a command that was not stopped does once more.
    default void linger(Command command) {
        scribble(command);
        if (command instanceof Command.Launch launch) {
            launch.arguments().forEach(this::scribble);
        }
    }

    /// What a kernel that was not stopped leaves behind.
    private void scribble(BufferArgument argument) {
        if (argument.writable()) {
            argument.ranges().forEach(this::scribble);
        }
    }

    private void scribble(HeapRange range) {
        fill(range, ManualDevice.SCRIBBLE);
    }
}
