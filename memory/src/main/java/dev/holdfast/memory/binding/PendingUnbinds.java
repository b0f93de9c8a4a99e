package dev.holdfast.memory.binding;

import dev.holdfast.device.fence.Dependency;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Bindings that are on their way out, by the addresses they still occupy. Under the ledger.
///
/// Bindings that overlap, or come closer to each other than the guard, begin at the same address:
/// [AddressRanges] sees to that. So it is enough to look there.
final class PendingUnbinds {
    private final TreeMap<Long, List<Binding>> byStart = new TreeMap<>();

    void add(Binding binding) {
        byStart.computeIfAbsent(binding.address(), start -> new ArrayList<>(1)).add(binding);
    }

    void remove(Binding binding) {
        List<Binding> atStart = byStart.get(binding.address());
        if (atStart != null && atStart.remove(binding) && atStart.isEmpty()) {
            byStart.remove(binding.address());
        }
    }

    /// What a bind at this address has to wait for: every pending unbind there, and no other.
    List<Dependency> at(long address) {
        return byStart.getOrDefault(address, List.of()).stream()
                .map(binding -> Dependency.ordering(binding.unbound()))
                .toList();
    }

    /// All of them.
    List<Binding> all() {
        return some(Integer.MAX_VALUE);
    }

    /// At most so many.
    List<Binding> some(int most) {
        return byStart.values().stream().flatMap(List::stream).limit(most).toList();
    }

    boolean isEmpty() {
        return byStart.isEmpty();
    }
}
