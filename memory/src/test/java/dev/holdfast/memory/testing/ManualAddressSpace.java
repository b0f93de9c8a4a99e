package dev.holdfast.memory.testing;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.KernelFaultException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// A page table by the book: overlapping maps and inexact unmaps throw.
public final class ManualAddressSpace implements AddressSpace {
    static final long LIMIT_BYTES = 1L << 40;

    /// What is mapped at an address.
    public record Mapped(List<HeapRange> ranges, long sizeBytes, boolean writable) {}

    private final TreeMap<Long, Mapped> mapped = new TreeMap<>();
    private final Runnable whenClosed;
    private final BooleanSupplier mayBeFull;
    private final long limitBytes;
    private boolean closed;

    /// An empty one.
    public ManualAddressSpace() {
        this(() -> {}, () -> false, LIMIT_BYTES);
    }

    ManualAddressSpace(Runnable whenClosed, BooleanSupplier mayBeFull, long limitBytes) {
        this.limitBytes = limitBytes;
        this.whenClosed = whenClosed;
        this.mayBeFull = mayBeFull;
    }

    @Override
    public synchronized void map(long address, List<HeapRange> ranges, boolean writable) {
        long sizeBytes = ranges.stream().mapToLong(HeapRange::sizeBytes).sum();
        Map.Entry<Long, Mapped> below = mapped.lowerEntry(address + sizeBytes);
        if (closed || (below != null && below.getKey() + below.getValue().sizeBytes() > address)) {
            throw new IllegalArgumentException("0x" + Long.toHexString(address) + " is mapped");
        }
        mapped.put(address, new Mapped(ranges, sizeBytes, writable));
    }

    @Override
    public synchronized void unmap(long address, long sizeBytes) {
        Mapped gone = mapped.remove(address);
        if (gone == null || gone.sizeBytes() != sizeBytes) {
            throw new IllegalArgumentException("0x" + Long.toHexString(address) + " not mapped so");
        }
    }

    /// What kernels see at an address; a fault if nothing.
    synchronized Mapped at(long address) {
        Mapped found = mapped.get(address);
        if (found == null) {
            throw new KernelFaultException("0x" + Long.toHexString(address) + " is not mapped");
        }
        return found;
    }

    /// What is mapped at an address, if anything is.
    public synchronized Optional<Mapped> mapped(long address) {
        return Optional.ofNullable(mapped.get(address));
    }

    /// How many mappings there are.
    public synchronized int size() {
        return mapped.size();
    }

    @Override
    public long granuleBytes() {
        return 256;
    }

    @Override
    public long limitBytes() {
        return limitBytes;
    }

    @Override
    public synchronized void close() {
        if (!mapped.isEmpty() && !mayBeFull.getAsBoolean()) {
            throw new IllegalStateException("closed with " + mapped.size() + " mappings");
        }
        if (!closed) {
            closed = true;
            whenClosed.run();
        }
    }
}
