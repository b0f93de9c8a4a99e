package dev.holdfast.memory.region;

import static dev.holdfast.memory.region.RegionFixture.PAGE;
import static dev.holdfast.memory.region.RegionFixture.contiguous;
import static dev.holdfast.memory.region.RegionFixture.scattered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What space waits for.
class RegionFenceTest {
    private static final int PAGES = 16;

    private final RegionFixture fixture = new RegionFixture(PAGES * PAGE);
    private final List<GrantedExtent> pages = new ArrayList<>();

    private void fill() {
        while (fixture.free() > 0) {
            pages.add(fixture.one(scattered(PAGE)));
        }
    }

    private SettableFence freeLater(int page) {
        SettableFence fence = new SettableFence();
        fixture.free(pages.get(page), FenceJoin.of(fence), ContentTag.MIXED);
        return fence;
    }

    private static Set<Fence> awaited(GrantedExtent granted) {
        return Set.copyOf(granted.ready().leaves());
    }

    @Test
    @Scenario(value = "38", breaks = "one fence for the whole region instead of one a range")
    void waitsForTheFencesOfItsOwnSpaceHoweverTheyFinish() {
        fill();
        SettableFence first = freeLater(3);
        SettableFence second = freeLater(4);
        second.signal();
        GrantedExtent late = fixture.one(scattered(PAGE));
        assertEquals(pages.get(4).extent(), late.extent(), "the settled one comes first");
        assertEquals(Set.of(), awaited(late));
        GrantedExtent early = fixture.one(scattered(PAGE));
        assertEquals(pages.get(3).extent(), early.extent());
        assertEquals(Set.of(first), awaited(early));
    }

    @Test
    @Scenario(value = "38", breaks = "neighbours merged although they wait for different fences")
    void aNeighboursPendingFenceIsNotWaitedFor() {
        fill();
        SettableFence slow = freeLater(5);
        fixture.free(pages.get(4));
        fixture.free(pages.get(6));
        for (int i = 0; i < 2; i++) {
            GrantedExtent granted = fixture.one(scattered(PAGE));
            assertEquals(Set.of(), awaited(granted), "ready before pending");
        }
        assertEquals(Set.of(slow), awaited(fixture.one(scattered(PAGE))));
    }

    @Test
    @Scenario(value = "38", breaks = "a forced merge that forgets the fences of a part")
    void aForcedMergeWaitsForAllItsPartsAndWhatItLeavesForItsOwn() {
        fill();
        SettableFence left = freeLater(4);
        fixture.free(pages.get(5));
        SettableFence right = freeLater(6);
        GrantedExtent merged = fixture.one(contiguous(2 * PAGE + 256));
        assertEquals(Set.of(left, right), awaited(merged));
        assertEquals(Set.of(right), awaited(fixture.one(scattered(PAGE - 256))));
    }

    @Test
    void neighboursThatWaitForTheSameAreOne() {
        fill();
        SettableFence fence = new SettableFence();
        for (int page = 0; page < 4; page++) {
            fixture.free(pages.get(page), FenceJoin.of(fence), ContentTag.MIXED);
        }
        GrantedExtent whole = fixture.one(scattered(4 * PAGE));
        assertEquals(Set.of(fence), awaited(whole));
    }

    @Test
    void onceReadyItMergesAndNothingIsWaitedForAnyMore() {
        fill();
        List<SettableFence> fences = new ArrayList<>();
        for (int page = 0; page < PAGES; page++) {
            fences.add(freeLater(page));
        }
        assertEquals(PAGES * PAGE, fixture.usage().pendingBytes());
        fences.forEach(SettableFence::signal);
        assertEquals(0, fixture.usage().pendingBytes());
        GrantedExtent whole = fixture.one(scattered(PAGES * PAGE));
        assertEquals(Set.of(), awaited(whole));
    }

    @Test
    void aJoinIsReadyWhenTheLastOfItIsAndAlsoAfterAFault() {
        fill();
        SettableFence one = new SettableFence();
        SettableFence two = new SettableFence();
        fixture.free(pages.get(0), FenceJoin.of(one, two), ContentTag.MIXED);
        two.signal();
        assertEquals(PAGE, fixture.usage().pendingBytes());
        assertEquals(Set.of(one), awaited(fixture.one(scattered(PAGE))), "settled ones pruned");
        fixture.free(pages.get(0), FenceJoin.of(one), ContentTag.MIXED);
        one.fail(Fault.of(FaultKind.DEPENDENCY_FAILED, "in this test"));
        assertEquals(0, fixture.usage().pendingBytes());
    }

    @Test
    void ifReadySpaceSufficesNothingPendingIsTaken() {
        fill();
        for (int page = 8; page < 16; page++) {
            freeLater(page);
        }
        for (int page = 0; page < 8; page += 2) {
            fixture.free(pages.get(page));
        }
        List<GrantedExtent> granted = fixture.granted(scattered(4 * PAGE));
        assertTrue(granted.stream().allMatch(extent -> extent.ready().leaves().isEmpty()));
    }

    @Test
    void whatHasWaitedLongestIsHandedOutFirst() {
        fill();
        SettableFence oldest = freeLater(2);
        SettableFence older = freeLater(9);
        SettableFence newest = freeLater(5);
        assertEquals(Set.of(oldest), awaited(fixture.one(scattered(PAGE))));
        assertEquals(Set.of(older), awaited(fixture.one(scattered(PAGE))));
        assertEquals(Set.of(newest), awaited(fixture.one(scattered(PAGE))));
    }

    @Test
    void howeverManyHaveSettledTheyAllCountAsReady() {
        RegionFixture many = new RegionFixture(400 * PAGE);
        List<GrantedExtent> all = new ArrayList<>();
        while (many.free() > 0) {
            all.add(many.one(scattered(PAGE)));
        }
        List<SettableFence> fences = new ArrayList<>();
        try (var held = many.ledger.enter()) {
            for (int page = 0; page < 400; page += 2) {
                fences.add(new SettableFence());
                FenceJoin ready = FenceJoin.of(fences.getLast());
                many.region.free(all.get(page).extent(), ready, ContentTag.MIXED);
            }
        }
        fences.subList(10, 200).forEach(SettableFence::signal);
        try (var held = many.ledger.enter()) {
            AllocationOutcome outcome = many.region.allocate(scattered(190 * PAGE));
            for (GrantedExtent granted : RegionFixture.granted(outcome)) {
                assertEquals(Set.of(), awaited(granted));
            }
        }
    }

    @Test
    @Scenario(value = "40", breaks = "space taken before it is known to suffice")
    void aRefusalLeavesPendingSpaceAsItWas() {
        fill();
        SettableFence fence = freeLater(2);
        RegionUsage before = fixture.usage();
        fixture.refused(scattered(PAGE + 1));
        fixture.refused(contiguous(PAGE + 256));
        assertEquals(before, fixture.usage());
        assertEquals(Set.of(fence), awaited(fixture.one(scattered(PAGE))));
    }

    @Test
    @Scenario(value = "43", breaks = "a fence that keeps what its ranges belonged to")
    void aSettledFenceLetsGoOfItsRanges() {
        fill();
        SettableFence fence = freeLater(1);
        GrantedExtent taken = fixture.one(scattered(PAGE));
        fence.signal();
        fixture.free(taken);
        assertEquals(0, fixture.usage().pendingBytes());
    }

    @Test
    void settlingOnAnotherThreadWhileTheRegionIsInUse() throws InterruptedException {
        List<SettableFence> queue = java.util.Collections.synchronizedList(new ArrayList<>());
        Thread settler =
                new Thread(() -> {
                    for (int settled = 0; settled < 20_000; ) {
                        if (queue.size() > settled) {
                            queue.get(settled).signal();
                            settled++;
                        } else {
                            Thread.onSpinWait();
                        }
                    }
                });
        settler.start();
        for (int i = 0; i < 20_000; i++) {
            SettableFence fence = new SettableFence();
            try (var held = fixture.ledger.enter()) {
                var outcome = fixture.region.allocate(scattered(PAGE * (1 + i % 5)));
                for (GrantedExtent extent : RegionFixture.granted(outcome)) {
                    fixture.region.free(extent.extent(), FenceJoin.of(fence), ContentTag.MIXED);
                }
            }
            queue.add(fence);
        }
        settler.join();
        assertEquals(0, fixture.usage().pendingBytes(), "no promotion is lost");
        assertEquals(PAGES * PAGE, fixture.one(scattered(PAGES * PAGE)).extent().sizeBytes());
    }
}
