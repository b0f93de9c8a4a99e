package dev.holdfast.memory.region;

import static dev.holdfast.memory.region.RegionFixture.PAGE;
import static dev.holdfast.memory.region.RegionFixture.scattered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.testing.Scenario;
import org.junit.jupiter.api.Test;

/// What throws, and that it changes nothing.
class RegionMisuseTest {
    private final RegionFixture fixture = new RegionFixture(16 * PAGE);

    private void assertNotOwned(Extent extent) {
        long free = fixture.free();
        GrantedExtent wrong = new GrantedExtent(extent, FenceJoin.empty(), ContentTag.MIXED);
        assertThrows(InvariantError.class, () -> fixture.free(wrong));
        assertEquals(free, fixture.free());
    }

    @Test
    void whatIsFreedTwiceOrWasNeverGrantedIsAnInvariantBroken() {
        GrantedExtent granted = fixture.one(scattered(2 * PAGE));
        long offset = granted.extent().offset();
        assertNotOwned(new Extent(offset, PAGE));
        assertNotOwned(new Extent(offset + PAGE, PAGE));
        assertNotOwned(new Extent(offset, 3 * PAGE));
        assertNotOwned(new Extent(8 * PAGE, PAGE));
        fixture.free(granted);
        assertNotOwned(granted.extent());
    }

    @Test
    void withoutTheLedgerNothingGoes() {
        Region region = fixture.region;
        Extent extent = fixture.one(scattered(PAGE)).extent();
        assertThrows(InvariantError.class, () -> region.allocate(scattered(1)));
        assertThrows(InvariantError.class, () -> region.allocateAt(extent, 1));
        assertThrows(
                InvariantError.class,
                () -> region.free(extent, FenceJoin.empty(), ContentTag.MIXED));
        assertThrows(InvariantError.class, region::usage);
        assertThrows(InvariantError.class, region::freeBytes);
        assertThrows(InvariantError.class, () -> RegionAudit.violations(region));
    }

    @Test
    void inASignallingSectionNothingIsAllocated() {
        try (var held = fixture.ledger.enter();
                var section = SignallingSection.enter()) {
            Region region = fixture.region;
            assertThrows(IllegalStateException.class, () -> region.allocate(scattered(1)));
            assertThrows(
                    IllegalStateException.class, () -> region.allocateAt(new Extent(0, PAGE), 1));
        }
    }

    @Test
    @Scenario(value = "E5", breaks = "a size of zero or less that is taken for something")
    void sizesThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> scattered(0));
        assertThrows(IllegalArgumentException.class, () -> scattered(-1));
        assertThrows(IllegalArgumentException.class, () -> new Extent(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Extent(-256, 256));
        assertThrows(ArithmeticException.class, () -> new Extent(Long.MAX_VALUE, 256));
        assertThrows(IllegalArgumentException.class, () -> new RegionFixture(0));
        assertThrows(IllegalArgumentException.class, () -> new RegionFixture(1_000));
        assertThrows(
                IllegalArgumentException.class,
                () -> new RegionFixture(PAGE, 2 * PAGE, ContentTag.CLEAN));
        assertThrows(IllegalArgumentException.class, () -> fixture.askAt(128, 256));
        assertThrows(IllegalArgumentException.class, () -> fixture.askAt(0, 255));
    }

    @Test
    @Scenario(value = "E5", breaks = "an odd size that is granted short, or far too long")
    void oddSizesTakeTheNextGranule() {
        assertEquals(256, fixture.region.roundedBytes(1));
        assertEquals(256, fixture.one(scattered(1)).extent().sizeBytes());
        assertEquals(512, fixture.one(scattered(257)).extent().sizeBytes());
        assertThrows(ArithmeticException.class, () -> fixture.region.roundedBytes(Long.MAX_VALUE));
    }
}
