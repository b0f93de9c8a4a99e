package dev.holdfast.memory.region;

/// The place between two slabs, as a link of the chain that has no bytes: no run goes past it, and
/// from it a walk of its slab begins.
final class Edge extends Range {
    Edge(long offset) {
        super(offset, 0);
    }
}
