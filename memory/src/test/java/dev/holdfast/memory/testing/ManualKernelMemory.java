package dev.holdfast.memory.testing;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.KernelFaultException;
import dev.holdfast.device.KernelMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Kernel access word by word, through the page table as it is at each access.
final class ManualKernelMemory implements KernelMemory {
    private final ManualMemory memory;
    private final Command.Launch launch;

    ManualKernelMemory(ManualMemory memory, Command.Launch launch) {
        this.memory = memory;
        this.launch = launch;
    }

    @Override
    public int arguments() {
        return launch.arguments().size();
    }

    @Override
    public long sizeBytes(int argument) {
        return launch.arguments().get(argument).sizeBytes();
    }

    private ManualAddressSpace.Mapped mapped(BufferArgument buffer) {
        if (launch.space().isPresent()) {
            return ((ManualAddressSpace) launch.space().get()).at(buffer.address());
        }
        HeapInfo heap = memory.deviceHeap();
        HeapRange only = buffer.ranges().getFirst();
        boolean one =
                AdoptedMemory.isAt(only) || heap.isArgument(only.offset(), buffer.sizeBytes());
        if (buffer.ranges().size() > 1 || !one) {
            throw new KernelFaultException("no argument of a kernel: " + buffer.ranges());
        }
        return new ManualAddressSpace.Mapped(
                buffer.ranges(), buffer.sizeBytes(), buffer.writable());
    }

    private MemorySegment at(int argument, long offset, int bytes, boolean write) {
        BufferArgument buffer = launch.arguments().get(argument);
        ManualAddressSpace.Mapped mapped = mapped(buffer);
        if (write && !(buffer.writable() && mapped.writable())) {
            throw new KernelFaultException("argument " + argument + " is read-only");
        }
        if (offset < 0 || offset + bytes > buffer.sizeBytes()) {
            throw new KernelFaultException("offset " + offset + " out of argument " + argument);
        }
        long left = offset;
        for (HeapRange range : mapped.ranges()) {
            if (left + bytes <= range.sizeBytes()) {
                return memory.peek(range.slice(left, bytes));
            }
            left -= range.sizeBytes();
        }
        throw new KernelFaultException("offset " + offset + " is not mapped");
    }

    @Override
    public long getLong(int argument, long offset) {
        return at(argument, offset, 8, false).get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
    }

    @Override
    public void putLong(int argument, long offset, long value) {
        at(argument, offset, 8, true).set(ValueLayout.JAVA_LONG_UNALIGNED, 0, value);
    }

    @Override
    public void read(int argument, long offset, long[] target, int from, int count) {
        for (int i = 0; i < count; i++) {
            target[from + i] = getLong(argument, offset + 8L * i);
        }
    }

    @Override
    public void write(int argument, long offset, long[] source, int from, int count) {
        for (int i = 0; i < count; i++) {
            putLong(argument, offset + 8L * i, source[from + i]);
        }
    }

    @Override
    public void read(int argument, long offset, byte[] target, int from, int count) {
        for (int i = 0; i < count; i++) {
            target[from + i] = at(argument, offset + i, 1, false).get(ValueLayout.JAVA_BYTE, 0);
        }
    }

    @Override
    public void write(int argument, long offset, byte[] source, int from, int count) {
        for (int i = 0; i < count; i++) {
            at(argument, offset + i, 1, true).set(ValueLayout.JAVA_BYTE, 0, source[from + i]);
        }
    }
}
