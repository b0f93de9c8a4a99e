/// What one episode is like: how large, how crowded, what goes wrong.
///
/// A [dev.holdfast.sim.shape.Shape] is drawn from a seed by [dev.holdfast.sim.shape.ShapeDraw], so
/// that a seed alone stands for an episode; and it can be overridden, dial by dial, which is what a
/// shrinker does and what a replay command writes down:
/// `clients=1,objects=2,faults=copy-in:fail@5%`. Faults are drawn from the
/// [dev.holdfast.sim.shape.FaultMenu], which holds what the device decorator can do.
///
/// Sizes are small on purpose: a device of a few KiB is always short of memory.
///
/// Ownership, threads: values. Invariant: a shape's text, parsed over any shape, gives that shape.
package dev.holdfast.sim.shape;
