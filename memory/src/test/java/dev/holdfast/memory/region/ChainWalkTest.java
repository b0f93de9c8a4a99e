package dev.holdfast.memory.region;

import static dev.holdfast.memory.region.RegionFixture.PAGE;
import static dev.holdfast.memory.region.RegionFixture.scattered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.device.fence.SettableFence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each kind of damage to a chain, done by hand: named within one round.
class ChainWalkTest {
    private static final int ROUND = 12;

    private final RegionFixture fixture = new RegionFixture(16 * PAGE, 8 * PAGE, ContentTag.MIXED);
    private final ChainWalk walk = new ChainWalk(fixture.region);

    @BeforeEach
    void ownedAndFreeByTurns() {
        List<GrantedExtent> granted = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            granted.add(fixture.one(scattered(PAGE)));
        }
        fixture.free(granted.get(1), FenceJoin.of(new SettableFence()), ContentTag.CLEAN);
        fixture.free(granted.get(3), FenceJoin.empty(), ContentTag.CLEAN);
    }

    private Range link(int place) {
        Range link = fixture.region.space().first();
        for (int i = 0; i < place; i++) {
            link = Range.linked(link.after);
        }
        return link;
    }

    private FreeRange free(boolean ready) {
        Range link = fixture.region.space().first();
        while (!(link instanceof FreeRange free && (free.pending == null) == ready)) {
            link = Range.linked(link.after);
        }
        return free;
    }

    private List<String> round() {
        List<String> found = new ArrayList<>();
        try (var _ = fixture.ledger.enter()) {
            for (int i = 0; i < ROUND; i++) {
                found.addAll(walk.next(2));
            }
        }
        return found;
    }

    private void assertNamed(String what) {
        List<String> found = round();
        assertTrue(
                found.stream().anyMatch(line -> line.startsWith(what)),
                () -> what + " is not in " + found);
    }

    @Test
    void aSoundChainHasNothingToReportRoundAfterRound() {
        assertEquals(List.of(), round());
        assertEquals(List.of(), round());
    }

    @Test
    void isWalkedUnderTheLedgerOnly() {
        assertThrows(InvariantError.class, () -> walk.next(1));
    }

    @Test
    void aRangeThatGrewOverItsNeighbour() {
        link(2).sizeBytes += Range.GRANULE;
        assertNamed("P1: two owners");
    }

    @Test
    void aRangeThatLostBytes() {
        link(2).sizeBytes -= Range.GRANULE;
        assertNamed("P10: nobody has");
    }

    @Test
    void aLinkThatDoesNotLeadBack() {
        link(2).before = null;
        assertNamed("P10: the chain is broken");
    }

    @Test
    void aChainThatEndsTooEarly() {
        link(3).after = null;
        assertNamed("P10: the chain ends");
    }

    @Test
    void aRangeThatIsNotMadeOfGranules() {
        link(1).sizeBytes += 1;
        assertNamed("P10: not made of granules");
    }

    @Test
    void aReadyRangeThatWaits() {
        free(true).pending = free(false).pending;
        assertNamed("P4");
    }

    @Test
    void aWaitingRangeAmongTheReady() {
        free(false).pending = null;
        assertNamed("P4");
    }
}
