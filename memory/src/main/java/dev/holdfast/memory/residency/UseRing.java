package dev.holdfast.memory.residency;

import dev.holdfast.memory.object.BufferObject;
import org.jspecify.annotations.Nullable;

/// Objects in the order of their last use. A use costs four pointer writes and a stamp.
final class UseRing {
    private final Node ends = new Node(null);

    /// A link of a ring; the object keeps it.
    static final class Node {
        private final @Nullable BufferObject object;
        private Node older = this;
        private Node newer = this;
        private long lastUse;

        Node(@Nullable BufferObject object) {
            this.object = object;
        }

        /// When it was used last, by its policy's count.
        long lastUse() {
            return lastUse;
        }

        /// Takes it out of its ring.
        void unlink() {
            older.newer = newer;
            newer.older = older;
        }
    }

    /// Puts a node at the end: it was used just now.
    void link(Node node, long use) {
        node.lastUse = use;
        node.older = ends.older;
        node.newer = ends;
        ends.older.newer = node;
        ends.older = node;
    }

    /// The node before which the latest `count` begin, or the ring's ends: they are not objects.
    Node beforeLatest(int count) {
        Node node = ends.older;
        for (int i = 0; i < count && node.object != null; i++) {
            node = node.older;
        }
        return node;
    }

    /// Offers `from` and what was used before it, latest first. False if the visitor has enough.
    static boolean backwards(Node from, EvictionPolicy.Visitor visitor) {
        for (Node node = from; node.object != null; node = node.older) {
            if (!visitor.offer(node.object)) {
                return false;
            }
        }
        return true;
    }

    /// Offers what was used after `node`, oldest first. False if the visitor has enough.
    static boolean after(Node node, EvictionPolicy.Visitor visitor) {
        for (Node next = node.newer; next.object != null; next = next.newer) {
            if (!visitor.offer(next.object)) {
                return false;
            }
        }
        return true;
    }

    /// Offers all, oldest first. False if the visitor has enough.
    boolean forwards(EvictionPolicy.Visitor visitor) {
        return after(ends, visitor);
    }
}
