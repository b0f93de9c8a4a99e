package dev.holdfast.memory.region;

import static dev.holdfast.memory.region.RegionFixture.PAGE;
import static dev.holdfast.memory.region.RegionFixture.scattered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.SettableFence;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Space that is given to nobody any more, whatever it was when that was decided.
class RegionQuarantineTest {
    private final RegionFixture fixture = new RegionFixture(16 * PAGE);

    private void quarantine(long offset, long sizeBytes) {
        try (var held = fixture.ledger.enter()) {
            fixture.region.quarantine(new Extent(offset, sizeBytes));
            assertEquals(List.of(), RegionAudit.violations(fixture.region));
        }
    }

    private long quarantined() {
        return fixture.usage().quarantinedBytes();
    }

    @Test
    void whatIsFreeGoesAtOnceAndOnlyThat() {
        quarantine(PAGE, 2 * PAGE);
        assertEquals(2 * PAGE, quarantined());
        assertEquals(14 * PAGE, fixture.free());
        List<GrantedExtent> all = fixture.granted(scattered(14 * PAGE));
        for (GrantedExtent each : all) {
            Extent extent = each.extent();
            assertTrue(extent.end() <= PAGE || extent.offset() >= 3 * PAGE, extent.toString());
        }
        fixture.refused(scattered(1));
    }

    @Test
    void whatIsOwnedGoesWhenItIsFreed() {
        GrantedExtent owned = fixture.one(scattered(4 * PAGE));
        quarantine(owned.extent().offset() + PAGE, 1);
        assertEquals(0, quarantined(), "its owner has it");
        fixture.free(owned);
        assertEquals(4 * PAGE, quarantined(), "in one piece, as it was granted");
        assertEquals(12 * PAGE, fixture.free());
    }

    @Test
    void whatWaitsForAFenceGoesToo() {
        GrantedExtent owned = fixture.one(scattered(4 * PAGE));
        var fence = new SettableFence();
        fixture.free(owned, FenceJoin.of(fence), ContentTag.MIXED);
        quarantine(owned.extent().offset(), PAGE);
        fence.signal();
        assertEquals(PAGE, quarantined());
        assertEquals(15 * PAGE, fixture.free());
        assertEquals(0, fixture.usage().pendingBytes());
    }

    @Test
    void partOfAGranuleIsAllOfIt() {
        quarantine(PAGE + 100, 1);
        assertEquals(Range.GRANULE, quarantined());
        quarantine(PAGE, PAGE);
        assertEquals(PAGE, quarantined(), "what is there already is not counted twice");
        assertEquals(15 * PAGE, fixture.free());
    }
}
