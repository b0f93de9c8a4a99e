package dev.holdfast.memory.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The cheapest place in one piece, against every place there is.
class VacancyTest {
    private static final long UNIT = 512;

    private final Ledger ledger = new Ledger(Runnable::run);

    /// Somebody with a price; none for one who cannot leave.
    private record Tenant(int id, double cost) implements Occupant {}

    private static double cost(Occupant occupant) {
        return ((Tenant) occupant).cost();
    }

    static long[] seeds() {
        return new Random(20260202).longs(200).toArray();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Scenario(
            value = {"D3", "D12"},
            breaks = "the window's second finger stops early, a claim or a slab's edge is run over")
    void noOtherPlaceIsCheaper(long seed) {
        Random random = new Random(seed);
        int units = random.nextInt(4, 60);
        int slab = random.nextInt(3, units + 1);
        var layout = new Layout(units * UNIT, units * UNIT, slab * UNIT, UNIT);
        var region = new Region(ledger, "test", 0, layout, ContentTag.CLEAN, new Counters());
        Tenant[] owners = new Tenant[units];
        boolean[] blocked = new boolean[units];
        try (var held = ledger.enter()) {
            fill(random, region, owners, blocked);
            List<Extent> claimed = claims(random, slab, owners, blocked);
            for (int wanted = 1; wanted <= slab; wanted++) {
                Optional<Vacancy> found = region.vacancy(wanted * UNIT, VacancyTest::cost, claimed);
                double best = cheapest(wanted, slab, owners, blocked);
                assertEquals(best < Double.POSITIVE_INFINITY, found.isPresent());
                if (found.isPresent()) {
                    Vacancy vacancy = found.get();
                    int from = (int) (vacancy.place().offset() / UNIT);
                    assertEquals(wanted * UNIT, vacancy.place().sizeBytes());
                    assertEquals(
                            best, costAt(from, wanted, slab, owners, blocked), 1e-9, "cheapest");
                    Set<Occupant> there = new LinkedHashSet<>();
                    for (int unit = from; unit < from + wanted; unit++) {
                        if (owners[unit] != null) {
                            there.add(owners[unit]);
                        }
                    }
                    assertEquals(List.copyOf(there), vacancy.occupants());
                }
            }
            assertEquals(List.of(), RegionAudit.violations(region));
        }
    }

    private static void fill(Random random, Region region, Tenant[] owners, boolean[] blocked) {
        List<GrantedExtent> granted = new ArrayList<>();
        for (int id = 0; id < owners.length; id++) {
            var request =
                    new AllocationRequest(random.nextLong(1, 4 * UNIT), true, Window.ANY, 1, false);
            if (region.allocate(request)
                    instanceof AllocationOutcome.Granted(List<GrantedExtent> extents)) {
                granted.addAll(extents);
                boolean fixed = random.nextInt(8) == 0;
                double cost = fixed ? Double.POSITIVE_INFINITY : random.nextInt(4);
                Tenant tenant = random.nextInt(10) == 0 ? null : new Tenant(id, cost);
                Extent extent = extents.getFirst().extent();
                if (tenant != null) {
                    region.occupy(extent, tenant);
                }
                for (long at = extent.offset(); at < extent.end(); at += UNIT) {
                    owners[(int) (at / UNIT)] = tenant;
                    blocked[(int) (at / UNIT)] = tenant == null;
                }
            }
        }
        for (GrantedExtent each : granted) {
            if (random.nextInt(3) == 0) {
                region.free(each.extent(), FenceJoin.empty(), ContentTag.MIXED);
                for (long at = each.extent().offset(); at < each.extent().end(); at += UNIT) {
                    owners[(int) (at / UNIT)] = null;
                    blocked[(int) (at / UNIT)] = false;
                }
            }
        }
    }

    private static List<Extent> claims(
            Random random, int slab, Tenant[] owners, boolean[] blocked) {
        List<Extent> claims = new ArrayList<>();
        for (int unit = 0; unit < owners.length; unit++) {
            boolean free = owners[unit] == null && !blocked[unit];
            if (free && random.nextInt(6) == 0) {
                claims.add(new Extent(unit * UNIT, UNIT));
                blocked[unit] = true;
            }
        }
        return claims;
    }

    private static double cheapest(int wanted, int slab, Tenant[] owners, boolean[] blocked) {
        double best = Double.POSITIVE_INFINITY;
        for (int from = 0; from + wanted <= owners.length; from++) {
            best = Math.min(best, costAt(from, wanted, slab, owners, blocked));
        }
        return best;
    }

    private static double costAt(
            int from, int wanted, int slab, Tenant[] owners, boolean[] blocked) {
        if (from / slab != (from + wanted - 1) / slab) {
            return Double.POSITIVE_INFINITY;
        }
        double cost = 0;
        Tenant last = null;
        for (int unit = from; unit < from + wanted; unit++) {
            if (blocked[unit]) {
                return Double.POSITIVE_INFINITY;
            }
            if (owners[unit] != null && owners[unit] != last) {
                cost += owners[unit].cost();
                last = owners[unit];
            }
        }
        return cost;
    }

    @Test
    @Scenario(
            value = {"D3"},
            breaks = "space in quarantine counts as a place whose occupant may leave")
    void whatIsToBeQuarantinedIsNoPlace() {
        var layout = new Layout(4 * UNIT, 4 * UNIT, 4 * UNIT, UNIT);
        var region = new Region(ledger, "test", 0, layout, ContentTag.CLEAN, new Counters());
        try (var held = ledger.enter()) {
            var request = new AllocationRequest(4 * UNIT, true, Window.ANY, 1, false);
            var granted = (AllocationOutcome.Granted) region.allocate(request);
            Extent all = granted.extents().getFirst().extent();
            region.occupy(all, new Tenant(1, 1));
            assertTrue(region.vacancy(UNIT, VacancyTest::cost, List.of()).isPresent());
            region.quarantine(List.of(new Extent(0, 8)));
            assertTrue(region.vacancy(UNIT, VacancyTest::cost, List.of()).isEmpty());
        }
    }
}
