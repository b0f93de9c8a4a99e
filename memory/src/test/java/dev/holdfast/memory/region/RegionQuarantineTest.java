package dev.holdfast.memory.region;

import static dev.holdfast.memory.region.RegionFixture.PAGE;
import static dev.holdfast.memory.region.RegionFixture.contiguous;
import static dev.holdfast.memory.region.RegionFixture.scattered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.SettableFence;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Space that is given to nobody as long as commands may touch it that were not stopped, whatever
/// it was when that was decided.
class RegionQuarantineTest {
    private final RegionFixture fixture = new RegionFixture(16 * PAGE);

    private void quarantine(long offset, long sizeBytes) {
        try (var held = fixture.ledger.enter()) {
            fixture.region.quarantine(List.of(new Extent(offset, sizeBytes)));
            assertEquals(List.of(), RegionAudit.violations(fixture.region));
        }
    }

    private void endQuarantine(long offset, long sizeBytes) {
        try (var held = fixture.ledger.enter()) {
            fixture.region.endQuarantine(List.of(new Extent(offset, sizeBytes)));
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
        assertEquals(Range.GRANULE, quarantined(), "what may be touched, and nothing beside it");
        assertEquals(16 * PAGE - Range.GRANULE, fixture.free());
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

    /// Breaks if the end of one command ends the quarantine that another is the reason of too.
    @Test
    void comesBackWhenNobodyMayTouchItAnyMore() {
        quarantine(PAGE, 2 * PAGE);
        quarantine(2 * PAGE, 2 * PAGE);
        assertEquals(3 * PAGE, quarantined());
        endQuarantine(PAGE, 2 * PAGE);
        assertEquals(2 * PAGE, quarantined(), "the second may touch this");
        assertEquals(14 * PAGE, fixture.free());
        endQuarantine(2 * PAGE, 2 * PAGE);
        assertEquals(0, quarantined());
        assertEquals(16 * PAGE, fixture.one(scattered(16 * PAGE)).extent().sizeBytes());
    }

    /// Breaks if space comes back from quarantine as ready, though its last owner's users are not
    /// through.
    @Test
    void comesBackBehindThoseWhoWereToBeWaitedFor() {
        GrantedExtent owned = fixture.one(scattered(4 * PAGE));
        quarantine(owned.extent().offset(), 4 * PAGE);
        var user = new SettableFence();
        fixture.free(owned, FenceJoin.of(user), ContentTag.ownedBy(RegionFixture.CLIENT));
        endQuarantine(owned.extent().offset(), 4 * PAGE);
        assertEquals(0, quarantined());
        assertEquals(4 * PAGE, fixture.usage().pendingBytes());
        GrantedExtent whole = fixture.one(contiguous(16 * PAGE));
        assertFalse(whole.ready().isSettled());
        assertEquals(ContentTag.MIXED, whole.tag(), "nobody knows what was written there");
        user.signal();
        assertTrue(whole.ready().isSettled());
    }

    @Test
    void whatIsOwnedStillWhenTheQuarantineEndsIsFreedAsEver() {
        GrantedExtent owned = fixture.one(scattered(4 * PAGE));
        quarantine(owned.extent().offset(), 4 * PAGE);
        endQuarantine(owned.extent().offset(), 4 * PAGE);
        fixture.free(owned);
        assertEquals(0, quarantined());
        assertEquals(16 * PAGE, fixture.free());
    }

    /// Breaks if the bytes that commands may touch are counted wrongly: held against a count per
    /// granule, for random commands that come and go.
    @Test
    void whoMayTouchWhatIsCountedPerByte() {
        Random random = new Random(20261130);
        var reached = new Reached();
        int[] counts = new int[64];
        List<int[]> commands = new ArrayList<>();
        for (int step = 0; step < 4000; step++) {
            boolean more = commands.isEmpty() || (commands.size() < 12 && random.nextBoolean());
            int from = random.nextInt(63);
            int[] command =
                    more
                            ? new int[] {from, from + 1 + random.nextInt(63 - from)}
                            : commands.remove(random.nextInt(commands.size()));
            if (more) {
                commands.add(command);
                reached.add(command[0], command[1]);
            } else {
                reached.remove(command[0], command[1]);
            }
            for (int at = command[0]; at < command[1]; at++) {
                counts[at] += more ? 1 : -1;
            }
            check(reached, counts);
        }
    }

    private static void check(Reached reached, int[] counts) {
        for (int at = 0; at < counts.length; at++) {
            assertEquals(counts[at] > 0, reached.has(at));
            int until = at;
            while (until < counts.length && counts[until] > 0 == counts[at] > 0) {
                until++;
            }
            assertEquals(until, reached.sameUntil(at, counts.length));
            assertEquals(counts[at] > 0 || until < 64, reached.overlaps(at, 64));
        }
    }
}
