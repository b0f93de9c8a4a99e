package dev.holdfast.memory.region;

import static dev.holdfast.memory.region.RegionFixture.PAGE;
import static dev.holdfast.memory.region.RegionFixture.scattered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.SettableFence;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An audit that cannot fail is none: each kind of damage is done by hand and must be named.
class RegionAuditTest {
    private final RegionFixture fixture = new RegionFixture(16 * PAGE, 8 * PAGE, ContentTag.MIXED);
    private FreeRange free = someFreeRange();
    private FreeRange waiting = free;

    private FreeRange someFreeRange() {
        Range range = fixture.region.space().first();
        while (!(range instanceof FreeRange found)) {
            range = Range.linked(range.after);
        }
        return found;
    }

    @BeforeEach
    void oneOwnedOneFreeOneWaiting() {
        GrantedExtent first = fixture.one(scattered(PAGE));
        fixture.one(scattered(PAGE));
        FenceJoin ready = FenceJoin.of(new SettableFence());
        fixture.free(first, ready, ContentTag.CLEAN);
        free = someFreeRange();
        waiting = free;
        while (waiting.pending == null) {
            waiting = nextFree(waiting);
        }
        while (free.pending != null) {
            free = nextFree(free);
        }
    }

    private static FreeRange nextFree(Range from) {
        Range range = Range.linked(from.after);
        while (!(range instanceof FreeRange found)) {
            range = Range.linked(range.after);
        }
        return found;
    }

    private void assertNamed(String rule) {
        try (var held = fixture.ledger.enter()) {
            List<String> violations = RegionAudit.violations(fixture.region);
            assertTrue(
                    violations.stream().anyMatch(line -> line.startsWith(rule)),
                    () -> rule + " is not in " + violations);
        }
    }

    @Test
    void aSoundRegionHasNothingToReport() {
        try (var held = fixture.ledger.enter()) {
            assertEquals(List.of(), RegionAudit.violations(fixture.region));
        }
    }

    @Test
    void aRangeThatGrewOverItsNeighbour() {
        fixture.region.space().owned().forEach(range -> range.sizeBytes += 256);
        assertNamed("P1");
    }

    @Test
    void aRangeThatLostBytes() {
        fixture.region.space().owned().forEach(range -> range.sizeBytes -= 256);
        assertNamed("P10");
    }

    @Test
    void aPendingRangeAmongTheReady() {
        waiting.pending = null;
        assertNamed("P4");
    }

    @Test
    void aReadyRangeAmongThePending() {
        free.pending = waiting.pending;
        assertNamed("P4");
    }

    @Test
    void aRangeOnTheShelfOfAnotherTag() {
        free.shelf = fixture.region.space().shelves.at(free.shelf.place, ContentTag.CLEAN);
        assertNamed("P1");
    }

    @Test
    void aTotalThatDoesNotAddUp() {
        free.shelf.remove(free);
        assertNamed("F4");
    }

    @Test
    void anOwnedRangeThatWasForgotten() {
        Range range = fixture.region.space().first();
        while (range instanceof FreeRange) {
            range = Range.linked(range.after);
        }
        fixture.region.space().owned().remove(range.offset);
        assertNamed("P10");
    }

    @Test
    void aBrokenChain() {
        Range.linked(fixture.region.space().first().after).before = null;
        assertNamed("P10");
    }

    @Test
    void neighboursLeftApart() {
        Shelves shelves = fixture.region.space().shelves;
        long half = free.sizeBytes / 2 / Range.GRANULE * Range.GRANULE;
        shelves.remove(free);
        FreeRange rest = new FreeRange(free.offset + half, free.sizeBytes - half, free.shelf, null);
        free.sizeBytes = half;
        rest.insertAfter(free);
        shelves.add(free);
        shelves.add(rest);
        assertNamed("eager merging");
    }

    @Test
    void aRunRememberedTooShort() {
        fixture.region.space().longestRun().sawAll(256);
        assertNamed("D3");
    }
}
