package dev.holdfast.memory.region;

import static dev.holdfast.memory.region.RegionFixture.PAGE;
import static dev.holdfast.memory.region.RegionFixture.contiguous;
import static dev.holdfast.memory.region.RegionFixture.overwrite;
import static dev.holdfast.memory.region.RegionFixture.scattered;
import static dev.holdfast.memory.region.RegionFixture.visible;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whose bytes space holds, and which side of the visible window's edge it lies on.
class RegionTagTest {
    private static final ContentTag MINE = ContentTag.ownedBy(RegionFixture.CLIENT);
    private static final ContentTag THEIRS = ContentTag.ownedBy(99);

    /// A full region of `pages` pages that are owned one by one, in order.
    private static List<GrantedExtent> fill(RegionFixture fixture) {
        List<GrantedExtent> pages = new ArrayList<>();
        while (fixture.free() > 0) {
            pages.add(fixture.one(scattered(PAGE)));
        }
        return pages;
    }

    private static void free(RegionFixture fixture, GrantedExtent extent, ContentTag tag) {
        fixture.free(extent, FenceJoin.empty(), tag);
    }

    @Test
    @Scenario(value = "D8", breaks = "clean and dirty ranges merged, or chosen without looking")
    void cleanAndDirtyAreKeptApart() {
        RegionFixture fixture = new RegionFixture(16L << 20);
        List<GrantedExtent> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(fixture.one(scattered(PAGE)));
        }
        five.forEach(extent -> free(fixture, extent, ContentTag.CLEAN));
        assertEquals(5 * PAGE, fixture.usage().cleanBytes());
        for (int i = 0; i < 5; i++) {
            assertEquals(ContentTag.CLEAN, fixture.one(scattered(PAGE)).tag());
            assertEquals(ContentTag.MIXED, fixture.one(overwrite(PAGE)).tag());
        }
        assertEquals(0, fixture.usage().cleanBytes());
        assertEquals(ContentTag.MIXED, fixture.one(scattered(PAGE)).tag(), "falls back to dirty");
    }

    @Test
    @Scenario(value = "D8", breaks = "a merge of clean and dirty that is called clean, or refused")
    void aMergeOfBothIsDirty() {
        for (int order = 1; order <= 12; order++) {
            RegionFixture fixture = new RegionFixture(PAGE << order);
            List<GrantedExtent> pages = fill(fixture);
            for (int i = 0; i < pages.size(); i++) {
                free(fixture, pages.get(i), i % 2 == 0 ? ContentTag.CLEAN : ContentTag.MIXED);
            }
            assertEquals(PAGE << order - 1, fixture.usage().cleanBytes());
            GrantedExtent merged = fixture.one(contiguous(PAGE << order));
            assertEquals(ContentTag.MIXED, merged.tag(), "order " + order);
        }
    }

    @Test
    @Scenario(value = "D8", breaks = "an odd-sized region taken down with mixed states")
    void tornDownInMixedStates() {
        RegionFixture fixture = new RegionFixture(48 << 10);
        List<GrantedExtent> pages = fill(fixture);
        for (int i = 0; i < pages.size(); i++) {
            free(fixture, pages.get(i), i % 3 == 0 ? ContentTag.CLEAN : MINE);
        }
        fixture.freeAll(fixture.granted(scattered(48 << 10)));
        assertEquals(48 << 10, fixture.usage().largestContiguousBytes());
        assertEquals(0, fixture.usage().cleanBytes());
    }

    @Test
    @Scenario(
            value = "D8",
            breaks = "another client's bytes taken where zeros or own ones are there")
    void whoOverwritesTakesItsOwnAndLeavesTheCleanToOthers() {
        RegionFixture fixture = new RegionFixture(16 * PAGE);
        List<GrantedExtent> pages = fill(fixture);
        free(fixture, pages.get(1), ContentTag.CLEAN);
        free(fixture, pages.get(4), THEIRS);
        free(fixture, pages.get(7), MINE);
        free(fixture, pages.get(10), ContentTag.MIXED);
        List<ContentTag> overwriting = new ArrayList<>();
        List<GrantedExtent> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            taken.add(fixture.one(overwrite(PAGE)));
            overwriting.add(taken.getLast().tag());
        }
        assertEquals(MINE, overwriting.getFirst());
        assertEquals(ContentTag.CLEAN, overwriting.getLast());
        taken.forEach(extent -> free(fixture, extent, extent.tag()));
        assertEquals(ContentTag.CLEAN, fixture.one(scattered(PAGE)).tag());
        assertEquals(MINE, fixture.one(scattered(PAGE)).tag());
    }

    @Test
    void piecesAreTakenWhereTheyTouch() {
        RegionFixture fixture = new RegionFixture(16 * PAGE);
        List<GrantedExtent> pages = fill(fixture);
        for (int page : new int[] {4, 5, 9, 10}) {
            free(fixture, pages.get(page), ContentTag.MIXED);
        }
        for (int page : new int[] {6, 7, 8}) {
            free(fixture, pages.get(page), ContentTag.CLEAN);
        }
        List<GrantedExtent> granted = fixture.granted(scattered(6 * PAGE));
        assertEquals(3, granted.size());
        assertEquals(1, ExtentList.of(0, granted, 1).ranges().size());
    }

    @Test
    void aThousandClientsComeAndGo() {
        RegionFixture fixture = new RegionFixture(1L << 20);
        for (long client = 0; client < 1_000; client++) {
            AllocationRequest request =
                    new AllocationRequest(PAGE, false, Window.ANY, client, true);
            free(fixture, fixture.one(request), ContentTag.ownedBy(client));
        }
        assertTrue(fixture.region.space().shelves.ranks() < 600);
        assertEquals(1L << 20, fixture.free());
    }

    @Test
    @Scenario(
            value = {"D6", "F4"},
            breaks = "visible space given away while there is invisible")
    void invisibleSpaceIsFilledFirst() {
        long visibleBytes = 3 * PAGE + 512;
        RegionFixture fixture = new RegionFixture(11 * PAGE, visibleBytes, ContentTag.MIXED);
        long invisibleBytes = 11 * PAGE - visibleBytes;
        while (fixture.free() > visibleBytes) {
            long size = Math.min(PAGE, fixture.free() - visibleBytes);
            long offset = fixture.one(scattered(size)).extent().offset();
            assertTrue(offset >= visibleBytes, "visible space taken at " + offset);
        }
        assertEquals(visibleBytes, fixture.usage().visibleFreeBytes());
        assertEquals(11 * PAGE - invisibleBytes, fixture.free());
        fixture.granted(scattered(visibleBytes));
        assertEquals(0, fixture.free());
    }

    @Test
    @Scenario(
            value = {"D6", "D7"},
            breaks = "a visible request that is granted invisible bytes")
    void visibleRequestsStayInTheWindow() {
        RegionFixture fixture = new RegionFixture(16 * PAGE, 5 * PAGE, ContentTag.MIXED);
        assertEquals(new AllocationOutcome.NeverFits(5 * PAGE), fixture.ask(visible(5 * PAGE + 1)));
        for (int i = 0; i < 5; i++) {
            assertTrue(fixture.one(visible(PAGE)).extent().end() <= 5 * PAGE);
        }
        assertEquals(new AllocationOutcome.NoSpace(0, 256), fixture.ask(visible(1)));
        assertEquals(11 * PAGE, fixture.free(), "although invisible space is free");
        assertEquals(0, fixture.usage().visibleFreeBytes());
    }

    @Test
    void whatDoesNotFillAGranuleIsNotVisible() {
        RegionFixture fixture = new RegionFixture(4 * PAGE, PAGE + 100, ContentTag.MIXED);
        assertEquals(PAGE, fixture.usage().visibleBytes());
        assertEquals(new AllocationOutcome.NeverFits(PAGE), fixture.ask(visible(PAGE + 1)));
        assertEquals(PAGE, RegionFixture.sum(fixture.granted(visible(PAGE))));
    }

    @Test
    @Scenario(value = "D6", breaks = "a merge across the edge of the visible window")
    void theEdgeIsNeverMergedAcross() {
        RegionFixture fixture = new RegionFixture(16 * PAGE, 5 * PAGE, ContentTag.MIXED);
        fixture.free(fixture.one(contiguous(16 * PAGE)));
        assertEquals(5 * PAGE, fixture.usage().visibleFreeBytes());
        assertEquals(5 * PAGE, RegionFixture.sum(fixture.granted(visible(5 * PAGE))));
        assertEquals(11 * PAGE, fixture.one(scattered(11 * PAGE)).extent().sizeBytes());
    }
}
