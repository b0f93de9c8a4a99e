package dev.holdfast.memory;

import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.region.ChainWalk;
import java.util.Collection;
import java.util.List;

/// The [StructureWalk], a little at a time: for a simulator that looks after every step. Each look
/// takes a few links of one region's chain; every so often one takes the objects and the accounts
/// instead. So what is wrong with an object or an account is seen within [#OBJECTS_EVERY] looks,
/// and what is wrong with the chain of a region of n ranges within n / [#LINKS] × 2 of them. Under
/// the ledger.
final class RotatingWalk {
    private static final int OBJECTS_EVERY = 16;
    private static final int LINKS = 8;

    private final Assembly parts;
    private final Collection<BufferObject> objects;
    private final ChainWalk device;
    private final ChainWalk host;
    private int looks;

    RotatingWalk(Assembly parts, Collection<BufferObject> objects) {
        this.parts = parts;
        this.objects = objects;
        this.device = new ChainWalk(parts.residency().device());
        this.host = new ChainWalk(parts.residency().host());
    }

    /// What is wrong, of what this look has taken.
    List<String> next() {
        looks++;
        if (looks % OBJECTS_EVERY == 0) {
            return new StructureWalk(parts, objects).accounts();
        }
        return (looks % 2 == 0 ? device : host).next(LINKS);
    }
}
