package dev.holdfast.memory.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a region should know, kept granule by granule and without any cleverness: who owns it, what
/// it waits for and whose bytes are in it. Each outcome of the region is judged by it.
final class RegionModel {
    private final Layout layout;
    private final int visible;
    private final boolean[] owned;
    private final FenceJoin[] ready;
    private final ContentTag[] tags;

    RegionModel(Layout layout, ContentTag tag) {
        this.layout = layout;
        int granules = granules(layout.sizeBytes());
        visible = granules(layout.visibleBytes());
        owned = new boolean[granules];
        ready = new FenceJoin[granules];
        tags = new ContentTag[granules];
        Arrays.fill(ready, FenceJoin.empty());
        Arrays.fill(tags, tag);
    }

    private static int granules(long bytes) {
        return Math.toIntExact(bytes / Range.GRANULE);
    }

    private int end(Window window) {
        return window == Window.VISIBLE ? visible : owned.length;
    }

    long freeBytes(Window window) {
        return count(end(window), false) * Range.GRANULE;
    }

    private long readyBytes(Window window) {
        return count(end(window), true) * Range.GRANULE;
    }

    private long count(int end, boolean onlyReady) {
        long count = 0;
        for (int granule = 0; granule < end; granule++) {
            count += !owned[granule] && (!onlyReady || ready[granule].isSettled()) ? 1 : 0;
        }
        return count;
    }

    long longestRunBytes(Window window) {
        long longest = 0;
        long run = 0;
        for (int granule = 0; granule < end(window); granule++) {
            boolean edge = granule % granules(layout.slabBytes()) == 0;
            run = owned[granule] ? 0 : edge ? 1 : run + 1;
            longest = Math.max(longest, run);
        }
        return longest * Range.GRANULE;
    }

    /// Whether a request must be granted, and if it was, whether rightly.
    void judge(AllocationRequest request, AllocationOutcome outcome) {
        long unit = layout.unitBytes();
        long wanted = (request.sizeBytes() + unit - 1) / unit * unit;
        long free = freeBytes(request.window());
        boolean fits =
                request.contiguous() ? wanted <= longestRunBytes(request.window()) : wanted <= free;
        switch (outcome) {
            case AllocationOutcome.Granted(List<GrantedExtent> extents) -> {
                assertTrue(fits, () -> request + " does not fit and was granted");
                boolean readySuffices = readyBytes(request.window()) >= wanted;
                assertEquals(wanted, take(extents, end(request.window())), request.toString());
                if (request.contiguous()) {
                    assertEquals(1, extents.size(), "D3: one extent");
                    Extent extent = extents.getFirst().extent();
                    assertTrue(isInOneSlab(extent), "in one slab");
                    assertEquals(0, extent.offset() % unit, "aligned");
                } else if (readySuffices) {
                    assertTrue(
                            extents.stream().allMatch(extent -> extent.ready().isSettled()),
                            "ready before pending");
                }
            }
            case AllocationOutcome.NoSpace(long freeBytes, long missingBytes) -> {
                assertTrue(!fits, () -> "D1: " + request + " fits and was refused: " + outcome);
                assertEquals(free, freeBytes);
                long had = wanted > free ? free : longestRunBytes(request.window());
                assertTrue(missingBytes > 0 && missingBytes <= wanted - had, "missing");
                assertTrue(request.contiguous() || missingBytes == wanted - had, "missing");
            }
            case AllocationOutcome.NeverFits(long capacityBytes) -> {
                long all = end(request.window()) * Range.GRANULE;
                long most = request.contiguous() ? Math.min(all, layout.slabBytes()) : all;
                assertEquals(most, capacityBytes);
                assertTrue(wanted > capacityBytes);
            }
        }
    }

    /// Whether a request for an exact place must be granted, and if it was, whether rightly.
    void judgeAt(Extent place, AllocationOutcome outcome) {
        if (!isInOneSlab(place)) {
            assertEquals(new AllocationOutcome.NeverFits(layout.slabBytes()), outcome);
            return;
        }
        long taken = 0;
        for (int granule = granules(place.offset()); granule < granules(place.end()); granule++) {
            taken += owned[granule] ? Range.GRANULE : 0;
        }
        if (outcome instanceof AllocationOutcome.Granted(List<GrantedExtent> extents)) {
            assertEquals(0, taken, "D14: somebody else's place was granted");
            assertEquals(place, extents.getFirst().extent(), "D14");
            take(extents, owned.length);
        } else {
            assertEquals(
                    new AllocationOutcome.NoSpace(freeBytes(Window.ANY), taken), outcome, "D14");
        }
    }

    private boolean isInOneSlab(Extent extent) {
        return extent.offset() / layout.slabBytes() == (extent.end() - 1) / layout.slabBytes();
    }

    private long take(List<GrantedExtent> extents, int end) {
        long bytes = 0;
        long last = 0;
        for (GrantedExtent granted : extents) {
            assertTrue(granted.extent().offset() >= last, "in ascending order");
            last = granted.extent().end();
            take(granted, end);
            bytes += granted.extent().sizeBytes();
        }
        return bytes;
    }

    private void take(GrantedExtent granted, int end) {
        int from = granules(granted.extent().offset());
        int to = granules(granted.extent().end());
        assertTrue(to <= end, "D6: outside the window");
        Set<Fence> awaited = new HashSet<>();
        ContentTag tag = tags[from];
        for (int granule = from; granule < to; granule++) {
            assertTrue(!owned[granule], "P1: granted twice");
            owned[granule] = true;
            awaited.addAll(ready[granule].leaves());
            tag = ContentTag.ofBoth(tag, tags[granule]);
        }
        awaited.removeIf(Fence::isSettled);
        assertEquals(
                awaited,
                Set.copyOf(granted.ready().pruned().leaves()),
                "38: waits for its own blocks' fences and for nothing else");
        assertEquals(tag, granted.tag(), "P1: whose bytes these are");
    }

    void free(Extent extent, FenceJoin join, ContentTag tag) {
        for (int granule = granules(extent.offset()); granule < granules(extent.end()); granule++) {
            assertTrue(owned[granule]);
            owned[granule] = false;
            ready[granule] = join;
            tags[granule] = tag;
        }
    }
}
