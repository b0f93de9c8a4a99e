package dev.holdfast.soft;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.unit.Bytes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One client's page table: mappings by address, without overlap. Kernels look things up while
/// others map and unmap. Whatever is removed raises [#version], so that what a kernel has looked up
/// is looked up again, and a mapping that went away too early is noticed as a fault.
final class SoftAddressSpace implements AddressSpace {
    private static final long GRANULE_BYTES = 256;
    private static final long LIMIT_BYTES = 1L << 47;

    private final SoftDevice device;
    private final String name;

    // guarded by this
    private final TreeMap<Long, Mapping> mappings = new TreeMap<>();

    // written under this
    private volatile long version;

    /// An empty page table over the heaps of `device`.
    SoftAddressSpace(SoftDevice device, String name) {
        this.device = device;
        this.name = name;
    }

    SoftDevice device() {
        return device;
    }

    @Override
    public synchronized void map(long address, List<HeapRange> ranges, boolean writable) {
        Mapping mapping = checked(address, List.copyOf(ranges), writable);
        Map.Entry<Long, Mapping> before = mappings.lowerEntry(mapping.end());
        if (before != null && before.getValue().end() > address) {
            throw new IllegalArgumentException(
                    mapping.text() + " overlaps " + before.getValue().text() + " in " + this);
        }
        mappings.put(address, mapping);
    }

    @Override
    public synchronized void unmap(long address, long sizeBytes) {
        Mapping mapping = mappings.get(address);
        if (mapping == null || mapping.end() - address != sizeBytes) {
            throw new IllegalArgumentException(
                    String.format(
                            "no mapping of %d bytes at 0x%x in %s%s",
                            sizeBytes,
                            address,
                            this,
                            mapping == null ? "" : ", but " + mapping.text()));
        }
        mappings.remove(address);
        version++;
    }

    @Override
    public long granuleBytes() {
        return GRANULE_BYTES;
    }

    @Override
    public long limitBytes() {
        return LIMIT_BYTES;
    }

    @Override
    public synchronized void close() {
        mappings.clear();
        version++;
    }

    /// A number that every removal raises.
    long version() {
        return version;
    }

    /// Adds to `view` what is mapped of the addresses that it covers, in ascending order.
    synchronized void resolve(ArgumentView view) {
        long from = view.address();
        long end = from + view.sizeBytes();
        Map.Entry<Long, Mapping> below = mappings.floorEntry(from);
        if (below != null) {
            below.getValue().resolve(view, from, end);
        }
        for (Mapping mapping : mappings.subMap(from, false, end, false).values()) {
            mapping.resolve(view, from, end);
        }
    }

    private Mapping checked(long address, List<HeapRange> ranges, boolean writable) {
        long end = address;
        for (HeapRange range : ranges) {
            device.heap(range).check(range);
            if (range.sizeBytes() == 0
                    || (range.sizeBytes() | range.offset()) % GRANULE_BYTES != 0) {
                throw new IllegalArgumentException(
                        range + " is empty or not aligned to " + GRANULE_BYTES + " bytes");
            }
            end = Bytes.sum(end, range.sizeBytes());
        }
        if (address < 0 || end > LIMIT_BYTES || address % GRANULE_BYTES != 0 || ranges.isEmpty()) {
            throw new IllegalArgumentException(
                    String.format(
                            "cannot map [0x%x, 0x%x): addresses are multiples of %d below 0x%x",
                            address, end, GRANULE_BYTES, LIMIT_BYTES));
        }
        return new Mapping(address, end, ranges, writable);
    }

    @Override
    public String toString() {
        return "address space \"" + name + '"';
    }
}
