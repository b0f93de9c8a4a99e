package dev.holdfast.memory.capture.making;

import dev.holdfast.memory.binding.Vma;
import dev.holdfast.memory.object.BufferObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The objects that their clients have pinned in device memory: what a device works with all the
/// time, logs and rings say, although no submission that is in flight names it. Under the ledger.
public final class PinnedObjects {
    private final Map<BufferObject, List<Vma>> pins = new LinkedHashMap<>();

    /// One more pin, by way of `vma`.
    public void add(Vma vma) {
        pins.computeIfAbsent(vma.object(), none -> new ArrayList<>(1)).add(vma);
    }

    /// One pin less.
    public void remove(Vma vma) {
        @Nullable List<Vma> left = pins.get(vma.object());
        if (left != null && left.remove(vma) && left.isEmpty()) {
            pins.remove(vma.object());
        }
    }

    /// Of each object, the ranges by way of which it is pinned.
    Collection<List<Vma>> all() {
        return pins.values();
    }
}
