package dev.holdfast.memory.testing;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.HeapRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The address spaces of a device, with what was done to them. They translate nothing: kernels of a
/// device that has them must touch nothing.
public final class RecordedSpaces {
    private final List<Table> tables = new ArrayList<>();
    private int unmaps;

    /// What is mapped somewhere.
    public record Range(int table, long address, long sizeBytes, boolean writable) {}

    /// Records the spaces of `device` from now on.
    public RecordedSpaces(ManualDevice device) {
        device.spaces(this::next);
    }

    private synchronized AddressSpace next() {
        Table table = new Table();
        tables.add(table);
        return table;
    }

    /// Everything that is mapped, by space and address.
    public synchronized List<Range> mapped() {
        List<Range> all = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            int table = i;
            tables.get(i)
                    .mapped
                    .forEach((address, range) ->
                            all.add(
                                    new Range(
                                            table, address, range.sizeBytes(), range.writable())));
        }
        all.sort(Comparator.comparing(Range::table).thenComparing(Range::address));
        return all;
    }

    /// How often something was unmapped by itself.
    public synchronized int unmaps() {
        return unmaps;
    }

    /// How many were closed.
    public synchronized long closed() {
        return tables.stream().filter(table -> table.closed).count();
    }

    private record Mapped(long sizeBytes, boolean writable) {}

    private final class Table implements AddressSpace {
        private final Map<Long, Mapped> mapped = new TreeMap<>();
        private boolean closed;

        @Override
        public void map(long address, List<HeapRange> ranges, boolean writable) {
            synchronized (RecordedSpaces.this) {
                long sizeBytes = ranges.stream().mapToLong(HeapRange::sizeBytes).sum();
                if (closed || mapped.put(address, new Mapped(sizeBytes, writable)) != null) {
                    throw new IllegalArgumentException("mapped twice, or when closed");
                }
            }
        }

        @Override
        public void unmap(long address, long sizeBytes) {
            synchronized (RecordedSpaces.this) {
                unmaps++;
                if (mapped.remove(address) == null) {
                    throw new IllegalArgumentException("not mapped");
                }
            }
        }

        @Override
        public long granuleBytes() {
            return 256;
        }

        @Override
        public long limitBytes() {
            return 1L << 40;
        }

        @Override
        public void close() {
            synchronized (RecordedSpaces.this) {
                closed = true;
                mapped.clear();
            }
        }
    }
}
