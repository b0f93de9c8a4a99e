package dev.holdfast.memory.residency;

import dev.holdfast.memory.object.BufferObject;
import org.jspecify.annotations.Nullable;

/// Lets the object go that has not been used for longest. A use costs four pointer writes and a
/// stamp.
///
/// Where several must go together, each is missed in proportion to how lately it was used: what has
/// not been used for a thousand uses is expected not to be for a thousand more.
public final class LeastRecentlyUsed implements EvictionPolicy {
    private final Node ends = new Node(null);
    private int size;
    private long uses;

    /// A link of the ring; the object keeps it.
    private static final class Node {
        private final @Nullable BufferObject object;
        private Node older = this;
        private Node newer = this;
        private long lastUse;

        Node(@Nullable BufferObject object) {
            this.object = object;
        }

        void unlink() {
            older.newer = newer;
            newer.older = older;
        }
    }

    @Override
    public void added(BufferObject object) {
        Node node = new Node(object);
        object.residencyNode(node);
        link(node);
        size++;
    }

    @Override
    public void used(BufferObject object) {
        if (object.residencyNode() instanceof Node node) {
            node.unlink();
            link(node);
        }
    }

    @Override
    public void removed(BufferObject object) {
        if (object.residencyNode() instanceof Node node) {
            node.unlink();
            object.residencyNode(null);
            size--;
        }
    }

    @Override
    public void candidates(Visitor visitor) {
        Node node = ends.newer;
        while (node.object != null && visitor.offer(node.object)) {
            node = node.newer;
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public double regret(BufferObject resident) {
        return resident.residencyNode() instanceof Node node
                ? 1.0 / (1 + uses - node.lastUse)
                : Double.MIN_NORMAL;
    }

    private void link(Node node) {
        node.lastUse = ++uses;
        node.older = ends.older;
        node.newer = ends;
        ends.older.newer = node;
        ends.older = node;
    }
}
