package dev.holdfast.memory.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks a region's chain a few links at a time, round and round, and says what is wrong with those
/// links: for a simulator that looks after every step. What it does not see is what needs the whole
/// at once, the totals and the lists; that is for [RegionAudit]. What is wrong anywhere in the
/// chain is seen within one round.
public final class ChainWalk {
    private final Region region;

    /// Where the next link to look at begins, or began: it may have become part of another.
    private long position;

    /// A walk from the first link of `region` on.
    public ChainWalk(Region region) {
        this.region = region;
    }

    /// Looks at the next `links` links; a line for the first thing that is wrong. Under the ledger.
    public List<String> next(int links) {
        region.ledger().requireHeld();
        Range link = region.space().first();
        while (link.end() <= position && link.after != null) {
            link = link.after;
        }
        for (int i = 0; i < links; i++) {
            String wrong = wrongWith(link);
            if (wrong != null) {
                return List.of(wrong + " in region " + region.name() + ": " + link);
            }
            if (link.after == null) {
                position = 0;
                return List.of();
            }
            position = link.end();
            link = link.after;
        }
        return List.of();
    }

    private @Nullable String wrongWith(Range link) {
        Range after = link.after;
        if (link.sizeBytes <= 0 != link instanceof Edge
                || (link.offset | link.sizeBytes) % Range.GRANULE != 0) {
            return "P10: not made of granules";
        }
        if (after == null) {
            return link.end() == region.sizeBytes() ? null : "P10: the chain ends too early";
        }
        if (after.offset != link.end()) {
            return after.offset < link.end()
                    ? "P1: two owners"
                    : "P10: nobody has what is behind it";
        }
        if (after.before != link) {
            return "P10: the chain is broken";
        }
        return switch (link) {
            case FreeRange free -> wrongWith(free, after);
            case Edge edge -> null;
            case OwnedRange owned -> null;
        };
    }

    private @Nullable String wrongWith(FreeRange free, Range after) {
        Place place = free.shelf.place;
        if (place.ready != (free.pending == null)) {
            return "P4: on the shelf of the other readiness";
        }
        if (place.visible != region.space().isVisible(free.offset)) {
            return "P10: on the wrong side of the visible window's edge";
        }
        return after instanceof FreeRange next && free.isLike(next)
                ? "P10: left apart from its neighbour"
                : null;
    }
}
