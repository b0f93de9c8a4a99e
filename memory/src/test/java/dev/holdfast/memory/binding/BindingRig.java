package dev.holdfast.memory.binding;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.KernelFaultException;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.region.AllocationOutcome;
import dev.holdfast.memory.region.AllocationRequest;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.region.Window;
import dev.holdfast.memory.testing.ManualAddressSpace;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.work.Access;
import java.util.ArrayList;
import java.util.List;

/// An address space of one client over a page table that writes its calls down.
final class BindingRig {
    final Ledger ledger;
    final ManualAddressSpace table = new ManualAddressSpace();
    final ClientSpace space;
    private final Region region;
    private final List<String> calls = new ArrayList<>();
    private long lastId;

    BindingRig() {
        this(new Ledger(Runnable::run));
    }

    BindingRig(Ledger ledger) {
        this.ledger = ledger;
        ManualDevice device = new ManualDevice(64 << 10, 4096, 64 << 10);
        device.spaces(() -> new Noting());
        space = new ClientSpace(ledger, device, "a", new Counters());
        region = new Region(ledger, "device", 0, 64 << 10, 64 << 10, new ContentTag.Clean());
    }

    private final class Noting implements AddressSpace {
        @Override
        public void map(long address, List<HeapRange> ranges, boolean writable) {
            calls.add("map");
            table.map(address, ranges, writable);
        }

        @Override
        public void unmap(long address, long sizeBytes) {
            calls.add("unmap");
            table.unmap(address, sizeBytes);
        }

        @Override
        public long granuleBytes() {
            return table.granuleBytes();
        }

        @Override
        public long limitBytes() {
            return table.limitBytes();
        }

        @Override
        public void close() {
            calls.add("close");
            table.close();
        }
    }

    /// What the page table was told.
    List<String> calls() {
        return calls;
    }

    /// An object in device memory.
    BufferObject resident(String name, long sizeBytes) {
        return arriving(name, sizeBytes, Fence.signalled());
    }

    /// An object whose bytes are there once `arrival` settles.
    BufferObject arriving(String name, long sizeBytes, Fence arrival) {
        BufferObject object = new BufferObject(++lastId, name, sizeBytes, 1);
        place(object).arrivesWith(arrival, arrival);
        return object;
    }

    /// Gives it a device backing.
    Backing place(BufferObject object) {
        try (var _ = ledger.enter()) {
            var request = new AllocationRequest(object.sizeBytes(), false, Window.ANY, 1, true);
            var granted = (AllocationOutcome.Granted) region.allocate(request);
            Backing backing = new Backing(region, 1, object.sizeBytes(), granted.extents());
            object.placeDevice(backing);
            return backing;
        }
    }

    /// Takes its device backing away, as an eviction does.
    void letGo(BufferObject object) {
        try (var _ = ledger.enter()) {
            Backing backing = object.device();
            object.placeDevice(null);
            FenceJoin users = object.fences().all();
            backing.letGo(users);
        }
    }

    void use(BufferObject object, Fence fence, Access access) {
        try (var _ = ledger.enter()) {
            object.fences().add(fence, fence, access);
        }
    }

    Vma vma(BufferObject object) {
        try (var _ = ledger.enter()) {
            return space.reserve(object, true);
        }
    }

    Vma readOnlyVma(BufferObject object) {
        try (var _ = ledger.enter()) {
            return space.reserve(object, false);
        }
    }

    Binding bind(Vma vma, boolean writing) {
        try (var _ = ledger.enter()) {
            return vma.bind(writing);
        }
    }

    void close(Vma vma) {
        try (var _ = ledger.enter()) {
            vma.close();
        }
    }

    Fence closeSpace() {
        try (var _ = ledger.enter()) {
            return space.close();
        }
    }

    List<Binding> pendingUnbinds() {
        try (var _ = ledger.enter()) {
            return space.pendingUnbinds();
        }
    }

    /// Whether kernels can write there now.
    boolean isWritable(Vma vma) {
        return table.mapped(vma.address())
                .orElseThrow(() -> new KernelFaultException("not mapped"))
                .writable();
    }
}
