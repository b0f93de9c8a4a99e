package dev.holdfast.sim.watch;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.sim.oracle.Verdict;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// An address space that keeps its own account of what is mapped and of who runs on it.
final class WatchedSpace implements AddressSpace {
    /// So often whoever unmaps tries it before he gives up.
    private static final int UNMAPPING_TRIES = 3;

    private final AddressSpace inner;
    private final String name;
    private final Verdict verdict;
    private final BooleanSupplier watchesLaunches;
    private final AddressUsers users;
    private final Rudeness rudeness;

    /// Where a call has ended with an error: who asks for it once more may find it done.
    private final Set<Long> inDoubt = new HashSet<>();

    /// How often what is mapped was to be unmapped in vain.
    private final Map<Long, Integer> failures = new HashMap<>();

    private final TreeMap<Long, Long> endByStart = new TreeMap<>();

    // by identity: the same work may be submitted twice
    private final Set<Command.Launch> running = Collections.newSetFromMap(new IdentityHashMap<>());

    WatchedSpace(
            AddressSpace inner,
            String name,
            Verdict verdict,
            BooleanSupplier watchesLaunches,
            AddressUsers users,
            Rudeness rudeness) {
        this.inner = inner;
        this.name = name;
        this.verdict = verdict;
        this.watchesLaunches = watchesLaunches;
        this.users = users;
        this.rudeness = rudeness;
    }

    AddressSpace inner() {
        return inner;
    }

    /// The backend has a launch.
    void began(Command.Launch launch) {
        running.add(launch);
    }

    /// It is over.
    void ended(Command.Launch launch) {
        running.remove(launch);
    }

    @Override
    public void map(long address, List<HeapRange> ranges, boolean writable) {
        rudely(address, () -> tryMap(address, ranges, writable));
    }

    @Override
    public void unmap(long address, long sizeBytes) {
        try {
            rudely(address, () -> tryUnmap(address, sizeBytes));
            failures.remove(address);
        } catch (RuntimeException | Error thrown) {
            if (failures.merge(address, 1, Integer::sum) >= UNMAPPING_TRIES) {
                rudeness.keepsMapped();
            }
            throw thrown;
        }
    }

    private void rudely(long address, Runnable call) {
        Rudeness.Outburst outburst = rudeness.nextOfTable().orElse(null);
        if (outburst == null) {
            call.run();
            inDoubt.remove(address);
            return;
        }
        if (!outburst.isRefusal()) {
            inDoubt.add(address);
        }
        if (outburst.allTheSame()) {
            call.run();
        }
        outburst.raise();
    }

    private void tryMap(long address, List<HeapRange> ranges, boolean writable) {
        long end = address + ranges.stream().mapToLong(HeapRange::sizeBytes).sum();
        Map.Entry<Long, Long> below = endByStart.lowerEntry(end);
        if (below != null && below.getValue() > address) {
            violated("maps 0x%x … 0x%x where something is mapped still", address, end);
            return;
        }
        Optional<Command.Launch> user = users.of(this, address, end);
        if (user.isPresent()) {
            violated(
                    "maps 0x%x … 0x%x under launch " + user.get().scalars()[0] + ", which may run",
                    address,
                    end);
            return;
        }
        endByStart.put(address, end);
        inner.map(address, ranges, writable);
    }

    private void tryUnmap(long address, long sizeBytes) {
        Long end = endByStart.remove(address);
        if (end == null && inDoubt.contains(address)) {
            throw new IllegalArgumentException("nothing is mapped there");
        }
        if (end == null || end != address + sizeBytes) {
            violated("unmaps 0x%x … 0x%x, which is not mapped so", address, address + sizeBytes);
            return;
        }
        if (watchesLaunches.getAsBoolean() && isUsed(address, end)) {
            violated("unmaps 0x%x … 0x%x under a kernel that uses it", address, end);
            return;
        }
        inner.unmap(address, sizeBytes);
    }

    private boolean isUsed(long from, long to) {
        for (Command.Launch launch : running) {
            for (BufferArgument argument : launch.arguments()) {
                if (argument.address() < to && argument.address() + argument.sizeBytes() > from) {
                    return true;
                }
            }
        }
        return false;
    }

    private void violated(String what, long from, long to) {
        verdict.violated("P5", "the space of " + name + ": " + what.formatted(from, to));
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
        rudeness.nextOfTable().ifPresent(Rudeness.Outburst::raise);
    }
}
