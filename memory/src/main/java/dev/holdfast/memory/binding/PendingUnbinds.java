package dev.holdfast.memory.binding;

import dev.holdfast.device.fence.Dependency;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Bindings that are on their way out, by the addresses they still occupy. Under the ledger.
final class PendingUnbinds {
    private final long guardBytes;
    private final TreeMap<Long, List<Binding>> byStart = new TreeMap<>();
    private long longestBytes;
    private int count;

    PendingUnbinds(long guardBytes) {
        this.guardBytes = guardBytes;
    }

    void add(Binding binding) {
        byStart.computeIfAbsent(binding.address(), start -> new ArrayList<>(1)).add(binding);
        longestBytes = Math.max(longestBytes, binding.sizeBytes());
        count++;
    }

    void remove(Binding binding) {
        List<Binding> atStart = byStart.get(binding.address());
        if (atStart == null || !atStart.remove(binding)) {
            return;
        }
        count--;
        if (atStart.isEmpty()) {
            byStart.remove(binding.address());
        }
        if (count == 0) {
            longestBytes = 0;
        }
    }

    /// What a bind of these addresses has to wait for: every pending unbind that overlaps them or
    /// comes closer than the guard, and no other.
    List<Dependency> overlapping(long address, long sizeBytes) {
        long from = address - guardBytes;
        long to = address + sizeBytes + guardBytes;
        List<Dependency> found = new ArrayList<>();
        for (List<Binding> atStart :
                byStart.subMap(from - longestBytes, true, to, false).values()) {
            for (Binding binding : atStart) {
                if (binding.address() + binding.sizeBytes() > from) {
                    found.add(Dependency.ordering(binding.unbound()));
                }
            }
        }
        return found;
    }

    /// All of them.
    List<Binding> all() {
        return byStart.values().stream().flatMap(List::stream).toList();
    }

    boolean isEmpty() {
        return count == 0;
    }
}
