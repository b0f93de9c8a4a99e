package dev.holdfast.sim.play;

import dev.holdfast.memory.work.Access;
import org.jspecify.annotations.Nullable;

/// What one piece of work does with one object, all its arguments taken together.
final class Use {
    final ObjectTruth object;
    Access access;

    /// Through which argument it writes; below zero for none.
    int writesBy = -1;

    /// What it must find, if it reads. Known once it is placed.
    @Nullable Version expected;

    /// What it makes, if it writes. Known once it is placed.
    @Nullable Version made;

    Use(ObjectTruth object, Access access) {
        this.object = object;
        this.access = access;
    }
}
