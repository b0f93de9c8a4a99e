package dev.holdfast.memory.recovery;

import dev.holdfast.memory.binding.Binding;
import dev.holdfast.memory.binding.Vma;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.object.MoveListener;
import java.util.ArrayList;
import java.util.List;

/// A range that kernels could use when the device went.
///
/// Noted then, because nothing else can be trusted to say so later: what a binding says of itself
/// is still that it is bound.
///
/// @param vma the range
/// @param before how it was bound
record Bound(Vma vma, Binding before) {

    /// All that is bound of `objects`, in their order. Under the ledger.
    static List<Bound> of(List<BufferObject> objects) {
        List<Bound> all = new ArrayList<>();
        for (BufferObject object : objects) {
            Backing backing = object.device();
            if (backing == null) {
                continue;
            }
            for (MoveListener listener : backing.listeners()) {
                if (listener instanceof Binding binding) {
                    all.add(new Bound(binding.vma(), binding));
                }
            }
        }
        return all;
    }

    BufferObject object() {
        return vma.object();
    }

    /// True if there is still something to bind: its client has the range, and it has content, or
    /// is zeros.
    boolean isWanted() {
        return !vma.isRevoked() && !object().isClosed() && object().lost().isEmpty();
    }

    /// Binds it again, at the same address and with the same rights, whatever its flags say.
    void again() {
        var _ = vma.bind(before.isWritable());
    }
}
