package dev.holdfast.memory.residency;

import dev.holdfast.memory.object.BufferObject;

/// Decides in which order resident objects are let go. Sees uses by submissions, nothing else.
/// Called under the ledger.
public interface EvictionPolicy {
    /// `object` has become resident.
    void added(BufferObject object);

    /// A submission uses `object`, which is resident.
    void used(BufferObject object);

    /// `object` is no longer resident.
    void removed(BufferObject object);

    /// Offers resident objects, first the one to go first, until `visitor` has enough.
    void candidates(Visitor visitor);

    /// What letting a resident object go is expected to cost for each of its bytes, by comparison:
    /// for where space must be in one piece, and who goes is not up to the order alone. More than
    /// zero, and the more the later [#candidates] offers it.
    double regret(BufferObject resident);

    /// How many objects are resident.
    int size();

    /// Takes candidates.
    @FunctionalInterface
    interface Visitor {
        /// Takes one; answers true for more.
        boolean offer(BufferObject candidate);
    }
}
