package dev.holdfast.memory.binding;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
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
import java.util.function.Consumer;

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
    private final PageTable table;
    private final Consumer<List<HeapRange>> stillMapped;
    private int vmas;
    private long usedBytes;

    // replaced under the ledger, before anybody who waits for such a launch goes on; read wherever
    // page tables change
    private volatile Map<Long, Withheld> withheld = Map.of();

    /// An empty space for the client `name`. Calls the device: not under the ledger.
    public ClientSpace(Ledger ledger, Device device, String name, Counters counters) {
        this(ledger, device, name, counters, ranges -> {});
    }

    /// As above; `stillMapped` is told, under the ledger, of memory that the driver could not take
    /// out of the page table: whoever gets it next would share it with this client's kernels.
    public ClientSpace(
            Ledger ledger,
            Device device,
            String name,
            Counters counters,
            Consumer<List<HeapRange>> stillMapped) {
        this.ledger = ledger;
        this.counters = counters;
        this.stillMapped = stillMapped;
        Optional<Made> made = made(device, name);
        this.table = new PageTable(name, made.map(Made::table));
        this.granuleBytes = granuleOf(made);
        this.ranges = new AddressRanges(granuleBytes, limitOf(made));
        this.pending = new PendingUnbinds();
    }

    /// Why nothing is mapped at an address, and how many launches may use it.
    private record Withheld(Fault harm, int launches) {}

    /// A page table, and what it says of itself.
    ///
    /// @param table the table
    /// @param granuleBytes what addresses are multiples of
    /// @param limitBytes where they end
    public record Made(AddressSpace table, long granuleBytes, long limitBytes) {
        static Made of(AddressSpace table) {
            try {
                return new Made(table, table.granuleBytes(), table.limitBytes());
            } catch (Throwable unknown) {
                table.close();
                throw unknown;
            }
        }
    }

    /// A page table on `device`, if it has such. Calls the device: not under the ledger.
    public static Optional<Made> made(Device device, String name) {
        return device.info().addressSpaces()
                ? Optional.of(Made.of(device.createAddressSpace(name)))
                : Optional.empty();
    }

    /// Takes the page table away: the device is going to be closed. What is bound need not be
    /// unmapped one by one then, and is not. The answer is the caller's to close, behind every
    /// pending unbind.
    public Optional<AddressSpace> takePageTable() {
        ledger.requireHeld();
        Optional<AddressSpace> taken = table.space();
        table.replace(Optional.empty());
        return taken;
    }

    /// True if the addresses that there are, and those yet to come, are good in `other` too.
    public boolean fits(Optional<Made> other) {
        ledger.requireHeld();
        return granuleBytes % granuleOf(other) == 0 && ranges.fitsBelow(limitOf(other));
    }

    private static long granuleOf(Optional<Made> made) {
        return made.map(Made::granuleBytes).orElse(WITHOUT_SPACES_GRANULE);
    }

    private static long limitOf(Optional<Made> made) {
        return made.map(Made::limitBytes).orElse(WITHOUT_SPACES_LIMIT);
    }

    /// Goes on with another page table, in which nothing is mapped. Nothing may be bound.
    public void givePageTable(Optional<Made> other) {
        ledger.requireHeld();
        ranges.endAt(limitOf(other));
        withheld = Map.of();
        ranges.release();
        table.replace(other.map(Made::table));
    }

    /// What launches name as their address space.
    public Optional<AddressSpace> deviceSpace() {
        return table.space();
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
    /// may use them that was not stopped: until it has ended nothing is mapped there any more. What
    /// is mapped there already stays until its users are through. What was going to be mapped there
    /// never is, and `harm` is why; whoever still has such a range moves to another with its next
    /// launch. Under the ledger, before the launch counts as over.
    public void withhold(Collection<Long> addresses, Fault harm) {
        ledger.requireHeld();
        Map<Long, Withheld> more = new HashMap<>(withheld);
        for (long address : addresses) {
            Withheld before = more.getOrDefault(address, new Withheld(harm, 0));
            more.put(address, new Withheld(before.harm, before.launches + 1));
        }
        withheld = Map.copyOf(more);
        addresses.forEach(ranges::withhold);
    }

    /// A launch has ended because of which `addresses` were withheld: those that no other may use
    /// go round again.
    public void endWithholding(Collection<Long> addresses) {
        ledger.requireHeld();
        Map<Long, Withheld> left = new HashMap<>(withheld);
        for (long address : addresses) {
            Withheld before = left.remove(address);
            if (before != null && before.launches > 1) {
                left.put(address, new Withheld(before.harm, before.launches - 1));
            } else {
                ranges.release(address);
            }
        }
        withheld = Map.copyOf(left);
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

    /// As above, at most so many.
    public List<Binding> pendingUnbinds(int most) {
        return pending.some(most);
    }

    /// True if there are any.
    public boolean hasPendingUnbinds() {
        return !pending.isEmpty();
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
                    table.close();
                    return Optional.empty();
                });
    }

    void bind(Binding binding) {
        if (table.space().isEmpty()) {
            return;
        }
        List<Dependency> before = new ArrayList<>(pending.at(binding.address()));
        before.add(Dependency.data(binding.backing().arrival()));
        binding.boundWith(afterLedger(before, fault -> map(binding, fault)));
    }

    /// Tries again to bind what could not be mapped: behind everyone who was to use it.
    void bindAgain(Binding binding, FenceJoin users) {
        List<Dependency> before = orderedBehind(users);
        before.addAll(pending.at(binding.address()));
        before.add(Dependency.ordering(binding.bound()));
        before.add(Dependency.data(binding.backing().arrival()));
        binding.boundWith(afterLedger(before, fault -> map(binding, fault)));
    }

    /// Gives an existing binding more rights: behind everyone who is using it.
    void rebind(Binding binding, FenceJoin users) {
        counters.count(Counters.Counter.REBINDS);
        if (table.space().isEmpty()) {
            return;
        }
        List<Dependency> before = orderedBehind(users);
        before.add(Dependency.data(binding.bound()));
        binding.boundWith(afterLedger(before, fault -> map(binding, fault)));
    }

    void unbind(Binding binding, FenceJoin users) {
        pending.add(binding);
        List<Dependency> before = orderedBehind(users);
        before.add(Dependency.ordering(binding.bound()));
        afterLedger(
                before,
                fault -> {
                    if (table.unmap(binding).isEmpty()) {
                        binding.unhold();
                    } else {
                        keep(binding);
                    }
                    return Optional.empty();
                });
    }

    /// The driver keeps it mapped, so nobody else gets the memory. Whoever waits for the unbind
    /// goes on when that is settled.
    private void keep(Binding binding) {
        ledger.drain()
                .post(() -> {
                    stillMapped.accept(binding.extents().ranges());
                    ledger.afterwards(binding::unhold);
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
        if (before.isPresent()) {
            return before;
        }
        Withheld reason = withheld.get(binding.address());
        if (reason != null) {
            // what it had mapped there with fewer rights nobody relies on any more
            var _ = table.unmap(binding);
            return Optional.of(reason.harm);
        }
        return table.map(binding);
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
        Fence work = FenceWork.startHere(all, body);
        ledger.afterwards(ledgerFree::signal);
        return work;
    }
}
