package dev.holdfast.memory.testing;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Adoptions;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// The bytes of a [ManualDevice], and what commands do to them.
///
/// @param bytes heap by heap
/// @param adopted and what was adopted
record ManualMemory(MemorySegment[] bytes, Adoptions<MemorySegment> adopted) {
    static ManualMemory of(List<HeapInfo> heaps) {
        return new ManualMemory(
                heaps.stream()
                        .map(heap -> Arena.ofAuto().allocate(heap.sizeBytes(), 8))
                        .toArray(MemorySegment[]::new),
                new Adoptions<>());
    }

    void fill(byte value) {
        for (MemorySegment heap : bytes) {
            heap.fill(value);
        }
    }

    MemorySegment peek(HeapRange range) {
        if (AdoptedMemory.isAt(range)) {
            Adoptions.Adopted<MemorySegment> own = adopted.at(range.offset());
            return own.source().asSlice(own.within(range.offset()), range.sizeBytes());
        }
        return bytes[range.heap()].asSlice(range.offset(), range.sizeBytes());
    }

    void copy(Command.Copy copy) {
        for (Transfer transfer : copy.transfers()) {
            MemorySegment source =
                    switch (transfer.source()) {
                        case HeapRange range -> peek(range);
                        case CopySource.Lent(MemorySegment segment) -> segment;
                    };
            peek(transfer.target()).copyFrom(source);
        }
    }

    void clear(Command.Fill fill) {
        fill.targets().forEach(target -> peek(target).fill((byte) 0));
    }

    /// What a failed command leaves behind in its targets.
    void scribble(Command command) {
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
    void linger(Command command) {
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
        peek(range).fill(ManualDevice.SCRIBBLE);
    }
}
