package dev.holdfast.memory.binding;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.Device;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.FenceWork;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.recorder.Counters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The address space of one client. Under the ledger; page tables change outside it, when the
/// fences say so.
public final class ClientSpace {
    private static final long WITHOUT_SPACES_GRANULE = 256;
    private static final long WITHOUT_SPACES_LIMIT = 1L << 62;

    private final Ledger ledger;
    private final Counters counters;
    private final long granuleBytes;
    private final AddressRanges ranges;
    private final PendingUnbinds pending;
    private int vmas;
    private long usedBytes;

    // changed under the ledger while nothing is bound or under way; read wherever page tables
    // change
    private volatile Optional<AddressSpace> space;

    // replaced under the ledger, before anybody who waits for such a launch goes on; read wherever
    // page tables change
    private volatile Map<Long, Fault> withheld = Map.of();

    /// An empty space for the client `name`. Calls the device: not under the ledger.
    public ClientSpace(Ledger ledger, Device device, String name, Counters counters) {
        this.ledger = ledger;
        this.counters = counters;
        this.space = made(device, name);
        this.granuleBytes = space.map(AddressSpace::granuleBytes).orElse(WITHOUT_SPACES_GRANULE);
        this.ranges = new AddressRanges(granuleBytes, limitOf(space));
        this.pending = new PendingUnbinds();
    }

    /// A page table on `device`, if it has such. Calls the device: not under the ledger.
    public static Optional<AddressSpace> made(Device device, String name) {
        return device.info().addressSpaces()
                ? Optional.of(device.createAddressSpace(name))
                : Optional.empty();
    }

    /// Takes the page table away: the device is going to be closed. What is bound need not be
    /// unmapped one by one then, and is not. The answer is the caller's to close, behind every
    /// pending unbind.
    public Optional<AddressSpace> takePageTable() {
        ledger.requireHeld();
        Optional<AddressSpace> taken = space;
        space = Optional.empty();
        return taken;
    }

    /// True if the addresses that there are, and those yet to come, are good in `table` too.
    public boolean fits(Optional<AddressSpace> table) {
        ledger.requireHeld();
        long granule = table.map(AddressSpace::granuleBytes).orElse(WITHOUT_SPACES_GRANULE);
        return granuleBytes % granule == 0 && ranges.fitsBelow(limitOf(table));
    }

    private static long limitOf(Optional<AddressSpace> table) {
        return table.map(AddressSpace::limitBytes).orElse(WITHOUT_SPACES_LIMIT);
    }

    /// Goes on with another page table, in which nothing is mapped. Nothing may be bound.
    public void givePageTable(Optional<AddressSpace> table) {
        ledger.requireHeld();
        ranges.endAt(limitOf(table));
        withheld = Map.of();
        ranges.release();
        space = table;
    }

    /// What launches name as their address space.
    public Optional<AddressSpace> deviceSpace() {
        return space;
    }

    /// A range for `object`, not bound yet.
    public Vma reserve(BufferObject object, boolean mayWrite) {
        ledger.requireHeld();
        Vma vma = new Vma(this, object, reserveFor(object), mayWrite);
        vmas++;
        usedBytes += ranges.spanBytes(spanOf(object));
        return vma;
    }

    long reserveFor(BufferObject object) {
        return ranges.take(spanOf(object));
    }

    /// Takes the ranges at `addresses` out of circulation, each with its guard, because a launch
    /// may use them that was not stopped: for as long as this page table is open nothing is mapped
    /// there any more. What is mapped there already stays until its users are through. What was
    /// going to be mapped there never is, and `harm` is why; whoever still has such a range moves
    /// to another with its next launch. Under the ledger, before the launch counts as over.
    public void withhold(Collection<Long> addresses, Fault harm) {
        ledger.requireHeld();
        Map<Long, Fault> more = new HashMap<>(withheld);
        addresses.forEach(address -> more.putIfAbsent(address, harm));
        withheld = Map.copyOf(more);
        addresses.forEach(ranges::withhold);
    }

    boolean isWithheld(long address) {
        return withheld.containsKey(address);
    }

    /// How many ranges are in use.
    public int vmas() {
        return vmas;
    }

    /// Unbinds that are not through, oldest address first.
    public List<Binding> pendingUnbinds() {
        return pending.all();
    }

    /// Closes the space once every pending unbind is through; the answer settles then.
    public Fence close() {
        ledger.requireHeld();
        List<Dependency> last = new ArrayList<>();
        for (Binding binding : pending.all()) {
            last.add(Dependency.ordering(binding.unbound()));
        }
        return afterLedger(
                last,
                fault -> {
                    space.ifPresent(AddressSpace::close);
                    return Optional.empty();
                });
    }

    void bind(Binding binding) {
        if (space.isEmpty()) {
            return;
        }
        List<Dependency> before = new ArrayList<>(pending.at(binding.address()));
        before.add(Dependency.data(binding.backing().arrival()));
        binding.boundWith(afterLedger(before, fault -> map(binding, fault)));
    }

    /// Gives an existing binding more rights: behind everyone who is using it.
    void rebind(Binding binding, FenceJoin users) {
        counters.count(Counters.Counter.REBINDS);
        if (space.isEmpty()) {
            return;
        }
        List<Dependency> before = orderedBehind(users);
        before.add(Dependency.data(binding.bound()));
        binding.boundWith(
                afterLedger(
                        before,
                        fault -> {
                            if (fault.isEmpty()) {
                                unmap(binding);
                            }
                            return map(binding, fault);
                        }));
    }

    void unbind(Binding binding, FenceJoin users) {
        pending.add(binding);
        List<Dependency> before = orderedBehind(users);
        Fence bound = binding.bound();
        before.add(Dependency.ordering(bound));
        afterLedger(
                before,
                fault -> {
                    // whatever the driver throws, somebody waits for the unbind fence
                    try {
                        if (!bound.isFailed()) {
                            unmap(binding);
                        }
                    } finally {
                        binding.unhold();
                    }
                    return Optional.empty();
                });
    }

    void leftTree(Binding binding) {
        ledger.drain().post(() -> pending.remove(binding));
    }

    void close(Vma vma) {
        ledger.requireHeld();
        vmas--;
        usedBytes -= ranges.spanBytes(spanOf(vma.object()));
        giveBack(vma);
    }

    /// True if all addresses that were handed out are a vma's, or have been given back.
    public boolean isAccounted() {
        ledger.requireHeld();
        return ranges.usedBytes() == usedBytes;
    }

    /// Gives a vma's range back.
    void giveBack(Vma vma) {
        if (isWithheld(vma.address())) {
            ranges.giveBackWithheld(vma.address(), spanOf(vma.object()));
        } else {
            ranges.giveBack(vma.address(), spanOf(vma.object()));
        }
    }

    private static long spanOf(BufferObject object) {
        return Math.max(1, object.sizeBytes());
    }

    private Optional<Fault> map(Binding binding, Optional<Fault> before) {
        Optional<Fault> fault =
                before.or(() -> Optional.ofNullable(withheld.get(binding.address())));
        if (fault.isEmpty()) {
            space.ifPresent(pageTable ->
                    pageTable.map(
                            binding.address(), binding.extents().ranges(), binding.isWritable()));
        }
        return fault;
    }

    private void unmap(Binding binding) {
        space.ifPresent(pageTable -> pageTable.unmap(binding.address(), binding.sizeBytes()));
    }

    private static List<Dependency> orderedBehind(FenceJoin users) {
        List<Dependency> before = new ArrayList<>(users.leaves().size() + 2);
        for (Fence user : users.leaves()) {
            before.add(Dependency.ordering(user));
        }
        return before;
    }

    /// Work that may become due at once but calls the driver: never under the ledger.
    private Fence afterLedger(List<Dependency> before, FenceWork.Body body) {
        SettableFence ledgerFree = new SettableFence();
        List<Dependency> all = new ArrayList<>(before);
        all.add(Dependency.ordering(ledgerFree));
        Fence work = FenceWork.start(all, Runnable::run, body);
        ledger.afterwards(ledgerFree::signal);
        return work;
    }
}
