package dev.holdfast.memory.region;

import dev.holdfast.device.fence.FenceJoin;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Recomputes from scratch what a region keeps up to date step by step, and names what differs.
///
/// It believes nothing that the allocator has summed up: it collects every free range from the
/// shelves and every owned one from the table, lays them out in order of their offsets, and
/// compares the chain, the lists and the totals with that picture. It walks everything, so it is
/// for tests, for the simulation and for whoever suspects something.
public final class RegionAudit {
    private final Region region;
    private final FreeSpace space;
    private final List<String> violations = new ArrayList<>();
    private final TreeMap<Long, FreeRange> free = new TreeMap<>();
    private final TreeMap<Long, Range> all = new TreeMap<>();
    private final long[] bytesByPlace = new long[Place.values().length];
    private long cleanBytes;

    private RegionAudit(Region region) {
        this.region = region;
        this.space = region.space();
    }

    /// What is wrong with `region`, a line each; empty if nothing is. Under the ledger.
    public static List<String> violations(Region region) {
        region.ledger().requireHeld();
        RegionAudit audit = new RegionAudit(region);
        region.usage(); // moves what has become ready to where it belongs
        audit.space.shelves.forEach(audit::collect);
        audit.checkLayout();
        audit.checkChain();
        audit.checkPending();
        audit.checkMerging();
        audit.checkTotals();
        return List.copyOf(audit.violations);
    }

    private void report(String rule, String what) {
        violations.add(rule + " in region " + region.name() + ": " + what);
    }

    private void collect(Shelf shelf) {
        long shelfBytes = 0;
        for (int order = 0; order < SizeClass.ORDERS; order++) {
            for (int step = 0; shelf.hasRings(order) && step < SizeClass.STEPS; step++) {
                FreeRange first = shelf.first(order, step);
                if (first != null) {
                    shelfBytes += collectRing(shelf, order, step, first);
                }
            }
        }
        if (shelfBytes != shelf.sizeBytes()) {
            report("F4", "a shelf of " + shelfBytes + " bytes counts " + shelf.sizeBytes());
        }
        if (shelf.isEmpty() != (shelfBytes == 0)) {
            report("P10", "a shelf of " + shelfBytes + " bytes is marked wrongly");
        }
        bytesByPlace[shelf.place.ordinal()] += shelfBytes;
        cleanBytes += shelf.tag.equals(ContentTag.CLEAN) ? shelfBytes : 0;
    }

    private long collectRing(Shelf shelf, int order, int step, FreeRange first) {
        long ringBytes = 0;
        for (FreeRange range = first; range != null; range = next(range, first)) {
            ringBytes += range.sizeBytes;
            checkRange(shelf, range);
            if (SizeClass.order(range.sizeBytes) != order
                    || SizeClass.step(range.sizeBytes, order) != step) {
                report("P10", range + " is on the ring of another size");
            }
            if (free.put(range.offset, range) != null) {
                report("P1", "two free ranges at " + range.offset);
                break;
            }
        }
        FreeRange found = shelf.tightest(first.sizeBytes);
        if (found == null || found.sizeBytes < first.sizeBytes) {
            report("D1", first + " is there and is not found");
        }
        return ringBytes;
    }

    private @Nullable FreeRange next(FreeRange range, FreeRange first) {
        FreeRange next = range.shelfAfter;
        if (next == null || next.shelfBefore != range) {
            report("P10", "the ring is broken after " + range);
            return null;
        }
        return next == first ? null : next;
    }

    private void checkRange(Shelf shelf, FreeRange range) {
        if (range.shelf != shelf) {
            report("P1", range + " is on the shelf of another tag or place");
        }
        boolean visible = range.end() <= space.visibleBytes;
        boolean invisible = range.offset >= space.visibleBytes;
        if (space.reached().overlaps(range.offset, range.end())) {
            report("P4", range + " is free, and a command may touch it that was not stopped");
        }
        if (!(shelf.place.visible ? visible : invisible)) {
            report("D6", range + " is on the wrong side of the visible window's edge");
        }
        if (shelf.place.ready != (range.pending == null)) {
            report("P4", range + " is on the shelf of the other readiness");
        }
    }

    /// Free and owned ranges, in order, leave no gap and no overlap.
    private void checkLayout() {
        all.putAll(free);
        space.owned()
                .forEach(range -> {
                    if (space.owned().get(range.offset) != range) {
                        report("P10", range + " is not found where it is owned");
                    }
                    if (!range.condemned && space.reached().overlaps(range.offset, range.end())) {
                        report("P4", range + " will be handed on, though a command may touch it");
                    }
                    if (all.put(range.offset, range) != null) {
                        report("P1", range + " is owned and free");
                    }
                });
        checkQuarantine();
        long next = 0;
        for (Range range : all.values()) {
            if ((range.offset | range.sizeBytes) % region.unitBytes() != 0) {
                report("P10", range + " is not made of units");
            }
            if (space.slabOf(range.offset) != space.slabOf(range.end() - 1)) {
                report("P10", range + " is not within one slab");
            }
            if (range.sizeBytes <= 0) {
                report("P10", range + " is empty");
            }
            if (range.offset < next) {
                report("P1", range + " has two owners, or is owned and free");
            } else if (range.offset > next) {
                report("P10", "nobody has [" + next + ", " + range.offset + ")");
            }
            next = Math.max(next, range.end());
        }
        if (next != region.sizeBytes()) {
            report("P10", "the ranges end at " + next + " of " + region.sizeBytes());
        }
    }

    private void checkQuarantine() {
        long bytes = 0;
        for (OwnedRange range : space.quarantined()) {
            bytes += range.sizeBytes;
            if (!space.reached().has(range.offset)
                    || space.reached().sameUntil(range.offset, range.end()) < range.end()) {
                report("P10", range + " is in quarantine, and nobody may touch all of it");
            }
            if (all.put(range.offset, range) != null) {
                report("P4", range + " is in quarantine and handed on");
            }
        }
        if (bytes != region.quarantinedBytes()) {
            report("F4", bytes + " bytes are in quarantine, not " + region.quarantinedBytes());
        }
    }

    /// The chain is the same ranges in the same order.
    private void checkChain() {
        Range link = space.first();
        for (Range range : all.values()) {
            while (link instanceof Edge) {
                link = link.after;
            }
            if (link != range) {
                report("P10", "the chain has " + link + " where " + range + " is");
                return;
            }
            Range after = link.after;
            if (after != null && after.before != link) {
                report("P10", "the chain is broken after " + link);
                return;
            }
            link = after;
        }
        if (link != null) {
            report("P10", "the chain goes on with " + link);
        }
    }

    /// What waits is listed with what it waits for, and nothing waits that has been announced.
    private void checkPending() {
        IdentityHashMap<PendingRanges, Integer> expected = new IdentityHashMap<>();
        for (FreeRange range : free.values()) {
            if (range.pending != null) {
                expected.merge(range.pending, 1, Integer::sum);
            }
        }
        expected.forEach((pending, count) -> {
            int listed = 0;
            for (FreeRange at = pending.first(); at != null; at = at.pendingAfter) {
                listed++;
                if (free.get(at.offset) != at || at.pending != pending) {
                    report("P4", at + " is listed as waiting and is not");
                    return;
                }
            }
            if (listed != count) {
                report("P4", listed + " ranges are listed as waiting, " + count + " do");
            }
            FenceJoin left = pending.ready();
            if (pending.isAnnounced() && !left.isSettled()) {
                report("P4", "announced as ready, but waits for " + left);
            }
            if (pending.isAnnounced() && !space.willPromote(pending)) {
                report("P4", "ready for good, but forgotten: " + pending.first());
            }
        });
    }

    /// Neighbours that could be one range without loss are one range.
    private void checkMerging() {
        for (FreeRange range : free.values()) {
            FreeRange next = free.get(range.end());
            if (next != null
                    && space.slabOf(next.offset) == space.slabOf(range.offset)
                    && next.pending == range.pending
                    && next.shelf.place.visible == range.shelf.place.visible
                    && next.tag().equals(range.tag())) {
                report("eager merging", range + " and " + next + " were left apart");
            }
        }
    }

    private void checkTotals() {
        long freeBytes = 0;
        for (Place place : Place.values()) {
            long bytes = bytesByPlace[place.ordinal()];
            freeBytes += bytes;
            if (space.shelves.sizeBytes(place) != bytes) {
                report(
                        "F4",
                        "%s counts %d free bytes and has %d"
                                .formatted(place, space.shelves.sizeBytes(place), bytes));
            }
        }
        RegionUsage usage = region.usage();
        if (region.freeBytes() != freeBytes || usage.freeBytes() != freeBytes) {
            report("F4", freeBytes + " bytes are free, it says " + usage.freeBytes());
        }
        long visibleBytes =
                bytesByPlace[Place.READY_VISIBLE.ordinal()]
                        + bytesByPlace[Place.PENDING_VISIBLE.ordinal()];
        if (usage.visibleFreeBytes() != visibleBytes) {
            report("F4", visibleBytes + " visible bytes are free, not " + usage.visibleFreeBytes());
        }
        if (usage.largestContiguousBytes() > space.longestRun().atMostBytes()) {
            report("D3", "runs are remembered as shorter than they are");
        }
        if (usage.cleanBytes() != cleanBytes) {
            report("F4", cleanBytes + " bytes are clean, it says " + usage.cleanBytes());
        }
    }
}
