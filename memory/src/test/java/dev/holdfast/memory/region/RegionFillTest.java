package dev.holdfast.memory.region;

import static dev.holdfast.memory.region.RegionFixture.PAGE;
import static dev.holdfast.memory.region.RegionFixture.contiguous;
import static dev.holdfast.memory.region.RegionFixture.scattered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.testing.Scenario;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// How full a region can be made, and what it says when it is full.
class RegionFillTest {
    @Test
    @Scenario(value = "D1", breaks = "a fit that is there and not found, or sizes rounded up twice")
    void fillWithPrimeSizes() {
        RegionFixture fixture = new RegionFixture(16L << 20);
        BigInteger pages = BigInteger.ONE;
        AllocationOutcome outcome = fixture.ask(scattered(PAGE));
        while (outcome instanceof AllocationOutcome.Granted) {
            pages = pages.nextProbablePrime();
            outcome = fixture.ask(scattered(pages.longValue() * PAGE));
        }
        assertEquals(
                new AllocationOutcome.NoSpace(
                        fixture.free(), pages.longValue() * PAGE - fixture.free()),
                outcome);
        long left = fixture.free();
        assertEquals(left, RegionFixture.sum(fixture.granted(scattered(left))));
        assertEquals(0, fixture.free());
        fixture.refused(scattered(1));
    }

    @Test
    @Scenario(value = "D2", breaks = "a reservation that takes more or less than its place")
    void reserveAtRandomThenFillToTheLastByte() {
        long chunk = 1L << 20;
        int chunks = 64;
        RegionFixture fixture = new RegionFixture(chunk * chunks);
        Random random = new Random(2);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        long owned = 0;
        for (int i : order) {
            long from = random.nextLong(chunk / PAGE);
            long size = random.nextLong(1, chunk / PAGE - from + 1) * PAGE;
            AllocationOutcome outcome = fixture.askAt(i * chunk + from * PAGE, size);
            assertEquals(size, RegionFixture.sum(RegionFixture.granted(outcome)));
            owned += size;
        }
        while (fixture.free() > 0) {
            long size = random.nextLong(1, Math.min(fixture.free(), chunk) + 1);
            owned += RegionFixture.sum(fixture.granted(scattered(size)));
            assertEquals(chunk * chunks, owned + fixture.free());
        }
    }

    @Test
    @Scenario(value = "D3", breaks = "a contiguous request that is granted in pieces, or rounded")
    void contiguousInAFragmentedRegion() {
        long region = 4L << 20;
        long hole = 64 << 10;
        RegionFixture fixture = new RegionFixture(region);
        for (long size : new long[] {256, region, 12_345 * 256}) {
            GrantedExtent extent = fixture.one(contiguous(size));
            assertEquals(size, extent.extent().sizeBytes());
            fixture.free(extent);
        }
        List<GrantedExtent> kept = new ArrayList<>();
        List<GrantedExtent> freed = new ArrayList<>();
        while (fixture.free() > 0) {
            kept.add(fixture.one(contiguous(hole)));
            freed.add(fixture.one(contiguous(hole)));
        }
        fixture.freeAll(freed);
        assertEquals(hole, fixture.usage().largestContiguousBytes());
        for (long size = region / 2; size >= 256; size /= 2) {
            List<GrantedExtent> whole = fixture.granted(scattered(size));
            assertEquals(size, RegionFixture.sum(whole));
            fixture.freeAll(whole);
            if (size <= hole) {
                fixture.free(fixture.one(contiguous(size)));
            } else {
                fixture.refused(contiguous(size));
            }
        }
    }

    @Test
    @Scenario(value = "D4", breaks = "a region rounded down to a power of two")
    void aRegionThatIsNoPowerOfTwo() {
        long size = (4L << 30) - PAGE;
        RegionFixture fixture = new RegionFixture(size);
        fixture.free(fixture.one(scattered(size)));
        fixture.free(fixture.one(contiguous(2L << 30)));
        // where binary buddies refuse this, ranges do not: it is one run
        fixture.free(fixture.one(contiguous(size)));
        assertEquals(new AllocationOutcome.NeverFits(size), fixture.ask(scattered(size + 1)));
    }

    @Test
    @Scenario(value = "D9", breaks = "contiguous requests served by single ranges only")
    void contiguousAcrossNeighboursThatMayNotMerge() {
        RegionFixture fixture = new RegionFixture(48 * PAGE);
        List<GrantedExtent> left = new ArrayList<>();
        List<GrantedExtent> middle = new ArrayList<>();
        List<GrantedExtent> right = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            left.add(fixture.one(scattered(PAGE)));
            middle.add(fixture.one(scattered(PAGE)));
            right.add(fixture.one(scattered(PAGE)));
        }
        free(fixture, middle, ContentTag.MIXED);
        fixture.free(fixture.one(contiguous(PAGE)));
        fixture.refused(contiguous(2 * PAGE));
        fixture.refused(contiguous(3 * PAGE));
        free(fixture, right, ContentTag.CLEAN);
        GrantedExtent pair = fixture.one(contiguous(2 * PAGE));
        assertEquals(ContentTag.MIXED, pair.tag(), "D8: a merge of both is dirty");
        fixture.refused(contiguous(3 * PAGE));
        free(fixture, left, ContentTag.ownedBy(1));
        GrantedExtent triple = fixture.one(contiguous(3 * PAGE));
        assertEquals(ContentTag.MIXED, triple.tag());
        assertEquals(48 * PAGE, fixture.free() + 5 * PAGE);
    }

    private static void free(RegionFixture fixture, List<GrantedExtent> extents, ContentTag tag) {
        for (GrantedExtent extent : extents) {
            fixture.free(extent, FenceJoin.empty(), tag);
        }
    }

    @Test
    @Scenario(value = "D10", breaks = "free space that does not grow back, or a fit that is missed")
    void theWorstAndTheBestFragmentation() {
        int orders = 16;
        RegionFixture fixture = new RegionFixture(PAGE << orders);
        List<GrantedExtent> ascending = new ArrayList<>();
        ascending.add(fixture.one(contiguous(PAGE)));
        for (int order = 0; order < orders; order++) {
            ascending.add(fixture.one(contiguous(PAGE << order)));
        }
        assertEquals(0, fixture.free(), "one of each order fills the region exactly");
        fixture.free(ascending.getFirst());
        for (int order = 0; order < orders; order++) {
            fixture.free(fixture.one(contiguous(PAGE << order)));
            fixture.free(ascending.get(order + 1));
        }
        assertEquals(PAGE << orders, fixture.usage().largestContiguousBytes());
        for (int order = orders - 1; order >= 0; order--) {
            fixture.one(contiguous(PAGE << order));
        }
        fixture.one(contiguous(PAGE));
        fixture.refused(contiguous(256));
    }

    @Test
    @Scenario(value = "D10", breaks = "scattered requests refused for fragmentation")
    void everyOtherGranuleFree() {
        RegionFixture fixture = new RegionFixture(64 << 10);
        List<GrantedExtent> all = new ArrayList<>();
        while (fixture.free() > 0) {
            all.add(fixture.one(scattered(256)));
        }
        for (int i = 0; i < all.size(); i += 2) {
            fixture.free(all.get(i));
        }
        fixture.refused(contiguous(512));
        assertEquals(128, fixture.granted(scattered(32 << 10)).size());
    }

    @Test
    @Scenario(
            value = {"D11", "E5"},
            breaks = "a size that wraps around when it is rounded")
    void sizesAtTheLimitOfALong() {
        long most = Long.MAX_VALUE & -256;
        RegionFixture fixture = new RegionFixture(most);
        assertEquals(new AllocationOutcome.NeverFits(most), fixture.ask(scattered(most + 1)));
        assertEquals(
                new AllocationOutcome.NeverFits(most), fixture.ask(contiguous(Long.MAX_VALUE)));
        GrantedExtent half = fixture.one(contiguous(1L << 62));
        assertEquals(1L << 62, half.extent().sizeBytes());
        assertEquals(
                most - (1L << 62), RegionFixture.sum(fixture.granted(scattered(fixture.free()))));
        fixture.free(half);
        assertEquals(1L << 62, fixture.usage().largestContiguousBytes());
    }

    @Test
    @Scenario(value = "D14", breaks = "an exact place that is granted elsewhere, or over another")
    void anExactPlace() {
        RegionFixture fixture = new RegionFixture(64 * PAGE);
        List<GrantedExtent> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            all.add(fixture.one(scattered(PAGE)));
        }
        for (int i = 0; i < 63; i += 4) {
            long place = all.get(i).extent().offset();
            assertEquals(
                    new AllocationOutcome.NoSpace(0, 2 * PAGE), fixture.askAt(place, 2 * PAGE));
            fixture.free(all.get(i));
            assertEquals(new AllocationOutcome.NoSpace(PAGE, PAGE), fixture.askAt(place, 2 * PAGE));
            fixture.free(all.get(i + 1));
            List<GrantedExtent> extents = RegionFixture.granted(fixture.askAt(place, 2 * PAGE));
            assertEquals(new Extent(place, 2 * PAGE), extents.getFirst().extent());
        }
        assertInstanceOf(AllocationOutcome.NeverFits.class, fixture.askAt(63 * PAGE, 2 * PAGE));
    }

    @Test
    @Scenario(value = "F5", breaks = "bytes that a free does not give back")
    void allocateAndFreeConserve() {
        RegionFixture fixture = new RegionFixture(16L << 20, 4L << 20, ContentTag.MIXED);
        RegionUsage before = fixture.usage();
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            List<GrantedExtent> all = new ArrayList<>();
            for (int i = 0; i < 8 && fixture.free() >= 64 << 10; i++) {
                long quarter = Math.max(1, (fixture.free() >> 18));
                long size = (random.nextLong(quarter) + 1) << 16;
                RegionUsage now = fixture.usage();
                all.addAll(fixture.granted(scattered(size)));
                assertEquals(now.freeBytes() - size, fixture.free());
                assertTrue(fixture.usage().visibleFreeBytes() <= now.visibleFreeBytes());
            }
            fixture.freeAll(all);
            assertEquals(before, fixture.usage());
        }
    }
}
