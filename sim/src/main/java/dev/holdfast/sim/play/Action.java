package dev.holdfast.sim.play;

/// One kind of thing that may be done.
@FunctionalInterface
interface Action {
    /// Does it, for a client of its own choosing. False if nothing has changed: it was refused, or
    /// there was nothing to do it with.
    boolean act();
}
