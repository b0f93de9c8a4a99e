package dev.holdfast.memory.region;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Seeded random use of a region, judged step by step by a model that keeps one note a granule, and
/// audited after every step.
class RegionModelTest {
    private static final int STEPS = 1_000;

    private final Ledger ledger = new Ledger(Runnable::run);
    private final List<GrantedExtent> live = new ArrayList<>();
    private final List<SettableFence> unsettled = new ArrayList<>();

    static long[] seeds() {
        return new Random(20260101).longs(16).toArray();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Scenario(
            value = {"38", "40", "D7", "F5"},
            breaks = "a merge across fences or tags, a block kept after a refusal, a lost granule")
    void everyOutcomeIsTheModels(long seed) {
        Random random = new Random(seed);
        Layout layout = someLayout(random);
        ContentTag tag = random.nextBoolean() ? ContentTag.CLEAN : ContentTag.MIXED;
        Region region = new Region(ledger, "model", 0, layout, tag, new Counters());
        RegionModel model = new RegionModel(layout, tag);
        for (int step = 0; step < STEPS; step++) {
            settleSome(random);
            try (var held = ledger.enter()) {
                step(random, region, model);
                assertEquals(List.of(), RegionAudit.violations(region), "step " + step);
                assertEquals(model.freeBytes(Window.ANY), region.freeBytes());
                assertEquals(model.freeBytes(Window.VISIBLE), region.usage().visibleFreeBytes());
                assertEquals(
                        model.longestRunBytes(Window.ANY), region.usage().largestContiguousBytes());
            }
        }
        drain(region);
    }

    /// One slab of granules, or several of larger units.
    private static Layout someLayout(Random random) {
        long unit = Range.GRANULE << (random.nextBoolean() ? 0 : random.nextInt(1, 3));
        long sizeBytes = unit * random.nextLong(1, 400 * Range.GRANULE / unit);
        long visibleBytes = unit * random.nextLong(0, sizeBytes / unit + 1);
        long slabBytes =
                random.nextBoolean() ? sizeBytes : unit * random.nextLong(1, sizeBytes / unit + 1);
        return new Layout(sizeBytes, visibleBytes, slabBytes, unit);
    }

    private void step(Random random, Region region, RegionModel model) {
        int dice = random.nextInt(10);
        if (dice < 5 && !live.isEmpty()) {
            GrantedExtent victim = live.remove(random.nextInt(live.size()));
            FenceJoin ready = someJoin(random);
            ContentTag tag = someTag(random);
            region.free(victim.extent(), ready, tag);
            model.free(victim.extent(), ready, tag);
        } else if (dice < 9) {
            AllocationRequest request = someRequest(random, region.sizeBytes());
            AllocationOutcome outcome = region.allocate(request);
            model.judge(request, outcome);
            keep(outcome);
        } else {
            long unit = region.unitBytes();
            long units = region.sizeBytes() / unit;
            long from = random.nextLong(units);
            long count = random.nextLong(1, Math.min(units - from, 12) + 1);
            Extent place = new Extent(from * unit, count * unit);
            AllocationOutcome outcome = region.allocateAt(place, 1);
            model.judgeAt(place, outcome);
            keep(outcome);
        }
    }

    private void keep(AllocationOutcome outcome) {
        if (outcome instanceof AllocationOutcome.Granted(List<GrantedExtent> extents)) {
            live.addAll(extents);
        }
    }

    private static AllocationRequest someRequest(Random random, long sizeBytes) {
        long most = random.nextInt(8) == 0 ? sizeBytes + 512 : sizeBytes / 8 + 1;
        return new AllocationRequest(
                random.nextLong(1, most + 1),
                random.nextInt(4) == 0,
                random.nextInt(3) == 0 ? Window.VISIBLE : Window.ANY,
                random.nextInt(3),
                random.nextBoolean());
    }

    private FenceJoin someJoin(Random random) {
        List<Fence> fences = new ArrayList<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            if (unsettled.isEmpty() || random.nextBoolean()) {
                unsettled.add(new SettableFence());
            }
            fences.add(unsettled.get(random.nextInt(unsettled.size())));
        }
        return FenceJoin.of(fences);
    }

    private void settleSome(Random random) {
        if (!unsettled.isEmpty() && random.nextInt(4) == 0) {
            unsettled.remove(random.nextInt(unsettled.size())).signal();
        }
    }

    private static ContentTag someTag(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> ContentTag.CLEAN;
            case 1 -> ContentTag.MIXED;
            default -> ContentTag.ownedBy(random.nextInt(3));
        };
    }

    /// Once all is free, ready and tagged alike, nothing but the roots is left.
    private void drain(Region region) {
        unsettled.forEach(SettableFence::signal);
        try (var held = ledger.enter()) {
            for (GrantedExtent granted : live) {
                region.free(granted.extent(), FenceJoin.empty(), ContentTag.MIXED);
            }
            assertEquals(region.sizeBytes(), region.freeBytes());
            assertEquals(0, region.usage().pendingBytes());
            assertEquals(List.of(), RegionAudit.violations(region));
        }
    }
}
