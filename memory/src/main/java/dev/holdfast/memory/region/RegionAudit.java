package dev.holdfast.memory.region;

import dev.holdfast.device.fence.FenceJoin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Recomputes from scratch what a region keeps up to date step by step, and names what differs.
///
/// It believes nothing that the allocator has summed up: it collects every block from the shelves
/// and every owned extent from the table, lays them out in order of their offsets, and compares
/// bytes, lists and totals with that picture. It walks everything, so it is for tests, for the
/// simulation and for whoever suspects something.
public final class RegionAudit {
    private final Region region;
    private final BuddySpace space;
    private final List<String> violations = new ArrayList<>();
    private final TreeMap<Long, FreeBlock> free = new TreeMap<>();
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
        audit.collect();
        audit.checkLayout();
        audit.checkPending();
        audit.checkMerging();
        audit.checkTotals();
        return List.copyOf(audit.violations);
    }

    private void report(String rule, String what) {
        violations.add(rule + " in region " + region.name() + ": " + what);
    }

    private void collect() {
        space.shelves.forEach(this::collect);
        for (FreeBlock block : free.values()) {
            if (space.startingAt(block.offset) != block) {
                report("P10", block + " is on a shelf but not in the table");
            }
        }
        if (space.blocks().size() != free.size()) {
            report(
                    "P10",
                    "%d blocks in the table, %d on the shelves"
                            .formatted(space.blocks().size(), free.size()));
        }
    }

    private void collect(Shelf shelf) {
        long shelfBytes = 0;
        for (int order = 0; order < Order.COUNT; order++) {
            FreeBlock first = shelf.first(order);
            boolean marked = (shelf.ordersHeld() >>> order & 1) != 0;
            if (marked != (first != null)) {
                report("P10", "order " + order + " is marked wrongly on " + shelf.place);
            }
            if (first != null) {
                shelfBytes += collectRing(shelf, order, first);
            }
        }
        if (shelfBytes != shelf.sizeBytes()) {
            report("P10", "a shelf of " + shelfBytes + " bytes counts " + shelf.sizeBytes());
        }
        bytesByPlace[shelf.place.ordinal()] += shelfBytes;
        cleanBytes += shelf.tag.equals(ContentTag.CLEAN) ? shelfBytes : 0;
    }

    private long collectRing(Shelf shelf, int order, FreeBlock first) {
        long ringBytes = 0;
        for (FreeBlock block = first; block != null; block = next(block, first)) {
            ringBytes += block.sizeBytes();
            checkBlock(shelf, order, block);
            if (free.put(block.offset, block) != null) {
                report("P10", "two free blocks at " + block.offset);
                break;
            }
        }
        return ringBytes;
    }

    private @Nullable FreeBlock next(FreeBlock block, FreeBlock first) {
        FreeBlock next = block.shelfAfter;
        if (next == null || next.shelfBefore != block) {
            report("P10", "the ring is broken after " + block);
            return null;
        }
        return next == first ? null : next;
    }

    private void checkBlock(Shelf shelf, int order, FreeBlock block) {
        if (block.shelf != shelf || block.order != order) {
            report("P1", block + " is on the shelf of another tag, place or size");
        }
        if (block.offset % block.sizeBytes() != 0) {
            report("P10", block + " is not aligned to its size");
        }
        if (block.offset < 0 || block.end() > region.sizeBytes()) {
            report("P10", block + " is out of bounds");
        }
        boolean visible = block.end() <= space.visibleBytes;
        boolean invisible = block.offset >= space.visibleBytes;
        if (!(shelf.place.visible ? visible : invisible)) {
            report("D6", block + " is on the wrong side of the visible window's edge");
        }
        if (shelf.place.ready != (block.pending == null)) {
            report("P4", block + " is on the shelf of the other readiness");
        }
    }

    /// Free and owned ranges, in order, leave no gap and no overlap.
    private void checkLayout() {
        TreeMap<Long, Extent> owned = new TreeMap<>();
        region.owned().forEach(extent -> owned.put(extent.offset(), extent));
        List<Extent> ranges = new ArrayList<>(owned.values());
        free.values().forEach(block -> ranges.add(new Extent(block.offset, block.sizeBytes())));
        ranges.sort(Comparator.comparingLong(Extent::offset));
        long next = 0;
        for (Extent range : ranges) {
            if (range.offset() < next) {
                report("P1", range + " has two owners, or is owned and free");
            } else if (range.offset() > next) {
                report("P10", "nobody has [" + next + ", " + range.offset() + ")");
            }
            next = Math.max(next, range.end());
        }
        if (next != region.sizeBytes()) {
            report("P10", "nobody has [" + next + ", " + region.sizeBytes() + ")");
        }
    }

    /// What waits is listed with what it waits for, and nothing waits that has been announced.
    private void checkPending() {
        IdentityHashMap<PendingBlocks, Integer> expected = new IdentityHashMap<>();
        for (FreeBlock block : free.values()) {
            if (block.pending != null) {
                expected.merge(block.pending, 1, Integer::sum);
            }
        }
        expected.forEach((pending, count) -> {
            int listed = 0;
            for (FreeBlock at = pending.first(); at != null; at = at.pendingAfter) {
                listed++;
                if (free.get(at.offset) != at || at.pending != pending) {
                    report("P4", at + " is listed as waiting and is not");
                    return;
                }
            }
            if (listed != count) {
                report("P4", listed + " blocks are listed as waiting, " + count + " do");
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

    /// Buddies that could be one block without loss are one block.
    private void checkMerging() {
        for (FreeBlock block : free.values()) {
            FreeBlock buddy =
                    block.order == Order.MAX ? null : free.get(block.offset ^ block.sizeBytes());
            if (buddy != null
                    && block.offset < buddy.offset
                    && buddy.order == block.order
                    && buddy.pending == block.pending
                    && buddy.shelf.place.visible == block.shelf.place.visible
                    && buddy.tag().equals(block.tag())) {
                report("eager merging", block + " and " + buddy + " were left apart");
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
        if (usage.cleanBytes() != cleanBytes) {
            report("F4", cleanBytes + " bytes are clean, it says " + usage.cleanBytes());
        }
    }
}
