package dev.holdfast.memory.residency;

import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.work.Reuse;

/// Lets the object go that has not been used for longest; but before those what is used in turn,
/// the latest first.
///
/// A scan over more than there is room for would otherwise push out everything else, and then
/// itself: each part would go just before it is needed again. Letting the latest go instead keeps
/// as much of the scan as there is room for, which for a scan that is repeated is the optimum
/// (Belady 1966; as LIRS and ARC do for pages). The [#LATEST] few are kept longest: kernels are
/// still at them, and a copy into their places would wait for those.
///
/// Where several must go together, each is missed in proportion to how lately it was used: what has
/// not been used for a thousand uses is expected not to be for a thousand more.
public final class LeastRecentlyUsed implements EvictionPolicy {
    /// How many of those used in turn are left alone.
    private static final int LATEST = 4;

    private final UseRing recent = new UseRing();
    private final UseRing inTurn = new UseRing();
    private int size;
    private long uses;

    @Override
    public void added(BufferObject object) {
        UseRing.Node node = new UseRing.Node(object);
        object.residencyNode(node);
        link(object, node);
        size++;
    }

    @Override
    public void used(BufferObject object) {
        if (object.residencyNode() instanceof UseRing.Node node) {
            node.unlink();
            link(object, node);
        }
    }

    @Override
    public void removed(BufferObject object) {
        if (object.residencyNode() instanceof UseRing.Node node) {
            node.unlink();
            object.residencyNode(null);
            size--;
        }
    }

    @Override
    public void candidates(Visitor visitor) {
        UseRing.Node bound = inTurn.beforeLatest(LATEST);
        if (UseRing.backwards(bound, visitor) && recent.forwards(visitor)) {
            UseRing.after(bound, visitor);
        }
    }

    @Override
    public int size() {
        return size;
    }

    /// Below one for what goes in its turn, and less than that of any of those for what goes before
    /// them.
    @Override
    public double regret(BufferObject resident) {
        if (!(resident.residencyNode() instanceof UseRing.Node node)) {
            return Double.MIN_NORMAL;
        }
        double lately = 1.0 / (1 + uses - node.lastUse());
        if (resident.reuse() == Reuse.RECENT) {
            return lately;
        }
        boolean latest = node.lastUse() > inTurn.beforeLatest(LATEST).lastUse();
        return latest ? 1 + lately : 1.0 / ((2.0 + uses) * (1 + node.lastUse()));
    }

    private void link(BufferObject object, UseRing.Node node) {
        UseRing ring = object.reuse() == Reuse.IN_TURN ? inTurn : recent;
        ring.link(node, ++uses);
    }
}
