package dev.holdfast.sim.outside;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.HeapRange;
import java.util.List;

/// The addresses of a client, on the device behind.
///
/// @param inner that one's
/// @param device whose ranges they lead to
record SharedSpace(AddressSpace inner, SharedDevice device) implements AddressSpace {
    @Override
    public void map(long address, List<HeapRange> ranges, boolean writable) {
        inner.map(address, ranges.stream().map(device::behind).toList(), writable);
    }

    @Override
    public void unmap(long address, long sizeBytes) {
        inner.unmap(address, sizeBytes);
    }

    @Override
    public long granuleBytes() {
        return inner.granuleBytes();
    }

    @Override
    public long limitBytes() {
        return inner.limitBytes();
    }

    @Override
    public void close() {
        inner.close();
    }
}
