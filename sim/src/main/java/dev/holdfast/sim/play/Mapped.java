package dev.holdfast.sim.play;

import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.work.Access;

/// A host mapping that somebody has.
final class Mapped {
    final Player player;
    final ObjectTruth object;
    final Access access;
    final HostMapping mapping;

    /// What it must show, until it is written.
    Version shown;

    Mapped(Player player, ObjectTruth object, Access access, HostMapping mapping, Version shown) {
        this.player = player;
        this.object = object;
        this.access = access;
        this.mapping = mapping;
        this.shown = shown;
    }

    @Override
    public String toString() {
        return "a mapping of " + player;
    }
}
