package dev.holdfast.faulty;

import dev.holdfast.device.KernelFaultException;
import dev.holdfast.device.KernelMemory;

/// The memory of a kernel that is to stop half-way: after so many accesses, each one throws, also
/// for a kernel that catches the first throw and goes on.
final class HaltingMemory implements KernelMemory {
    private final KernelMemory memory;
    private int accessesLeft;

    /// `memory` for that many `accesses`.
    HaltingMemory(KernelMemory memory, int accesses) {
        this.memory = memory;
        this.accessesLeft = accesses;
    }

    @Override
    public int arguments() {
        return memory.arguments();
    }

    @Override
    public long sizeBytes(int argument) {
        return memory.sizeBytes(argument);
    }

    @Override
    public long getLong(int argument, long offset) {
        count();
        return memory.getLong(argument, offset);
    }

    @Override
    public void putLong(int argument, long offset, long value) {
        count();
        memory.putLong(argument, offset, value);
    }

    @Override
    public void read(int argument, long offset, long[] target, int from, int count) {
        count();
        memory.read(argument, offset, target, from, count);
    }

    @Override
    public void write(int argument, long offset, long[] source, int from, int count) {
        count();
        memory.write(argument, offset, source, from, count);
    }

    @Override
    public void read(int argument, long offset, byte[] target, int from, int count) {
        count();
        memory.read(argument, offset, target, from, count);
    }

    @Override
    public void write(int argument, long offset, byte[] source, int from, int count) {
        count();
        memory.write(argument, offset, source, from, count);
    }

    private void count() {
        if (accessesLeft == 0) {
            throw new KernelFaultException("stopped half-way, on purpose");
        }
        accessesLeft--;
    }
}
