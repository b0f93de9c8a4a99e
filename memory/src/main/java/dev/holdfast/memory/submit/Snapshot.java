package dev.holdfast.memory.submit;

import dev.holdfast.memory.binding.Binding;
import dev.holdfast.memory.binding.Part;
import java.util.ArrayList;
import java.util.List;

/// What a submission runs from, as it was when it was submitted: holds on the bindings of the
/// objects that are flagged for capture. While one exists, their memory is not reused.
final class Snapshot {
    static final Snapshot EMPTY = new Snapshot(List.of());

    private final List<Binding> held;

    private Snapshot(List<Binding> held) {
        this.held = held;
    }

    /// Takes the holds. Every binding is current, so none can fail.
    static Snapshot of(List<Part> parts) {
        List<Binding> held = null;
        for (Part part : parts) {
            Binding binding = part.vma().current();
            if (part.captured() && binding != null && binding.hold()) {
                held = held == null ? new ArrayList<>() : held;
                held.add(binding);
            }
        }
        return held == null ? EMPTY : new Snapshot(held);
    }

    /// Gives all holds up; once.
    void release() {
        held.forEach(Binding::unhold);
    }
}
