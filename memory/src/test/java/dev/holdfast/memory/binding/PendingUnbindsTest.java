package dev.holdfast.memory.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Which pending unbinds a bind waits for.
final class PendingUnbindsTest {
    private static final long GUARD = 256;

    private final BindingRig rig = new BindingRig();
    private final PendingUnbinds pending = new PendingUnbinds(GUARD);

    /// A binding of `sizeBytes` at `address`.
    private Binding at(long address, long sizeBytes) {
        BufferObject object = rig.resident("weights", sizeBytes);
        try (var _ = rig.ledger.enter()) {
            return new Binding(new Vma(rig.space, object, address, true), object.device(), true);
        }
    }

    private int waits(long address, long sizeBytes) {
        return pending.overlapping(address, sizeBytes).size();
    }

    @Test
    @Scenario(
            value = "17",
            breaks = "the search leaves the guard out, or takes every pending unbind")
    void overlappingAndAdjacentOnesAreWaitedForAndNoOthers() {
        pending.add(at(4096, 1024));
        assertEquals(1, waits(4096, 1024), "the same");
        assertEquals(1, waits(4352, 256), "inside");
        assertEquals(1, waits(2048, 8192), "around");
        assertEquals(1, waits(5120, 256), "just behind, where the guard is");
        assertEquals(1, waits(3584, 512), "just before");
        assertEquals(0, waits(5120 + GUARD, 256), "a guard further");
        assertEquals(0, waits(4096 - GUARD - 256, 256), "a guard earlier");
        assertEquals(0, waits(65536, 256), "elsewhere");
    }

    @Test
    void severalAtOneAddressAreEachWaitedFor() {
        Binding first = at(4096, 256);
        pending.add(first);
        pending.add(at(4096, 1024));
        assertEquals(2, waits(4096, 256));
        pending.remove(first);
        pending.remove(first);
        assertEquals(1, waits(4096, 256));
    }

    @Test
    void aLongOneThatBeginsFarBeforeIsFound() {
        pending.add(at(8192, 256));
        pending.add(at(1024, 16384));
        assertEquals(2, waits(8192, 256));
        assertEquals(1, waits(12288, 256));
    }

    @Test
    void agreesWithALookAtEveryOneOfThem() {
        Random random = new Random(17);
        List<Binding> naive = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Binding binding = at(256L * random.nextInt(400), 256L * (1 + random.nextInt(2)));
            naive.add(binding);
            pending.add(binding);
            if (random.nextInt(3) == 0) {
                pending.remove(naive.remove(random.nextInt(naive.size())));
            }
            long address = 256L * random.nextInt(400);
            long sizeBytes = 256L * (1 + random.nextInt(20));
            long expected =
                    naive.stream()
                            .filter(each ->
                                    each.address() < address + sizeBytes + GUARD
                                            && each.address() + each.sizeBytes() + GUARD > address)
                            .count();
            assertEquals(expected, waits(address, sizeBytes));
        }
        naive.forEach(pending::remove);
        assertTrue(pending.isEmpty());
    }

    @Test
    @Scenario(
            value = "17",
            breaks = "a bind does not wait for a pending unbind of the same addresses")
    void aNewObjectAtAnAddressThatIsStillBeingUnboundIsMappedAfterThat() {
        Vma before = rig.vma(rig.resident("before", 256));
        Binding held = rig.bind(before, false);
        var user = new dev.holdfast.device.fence.SettableFence();
        rig.use(before.object(), user, dev.holdfast.memory.work.Access.READ);
        rig.close(before);
        Vma after = rig.vma(rig.resident("after", 256));
        assertEquals(before.address(), after.address(), "addresses are handed on at once");
        Binding next = rig.bind(after, false);
        Vma elsewhere = rig.vma(rig.resident("elsewhere", 256));
        assertTrue(rig.bind(elsewhere, false).bound().isSettled(), "others do not wait");
        assertFalse(next.bound().isSettled());
        user.signal();
        assertTrue(held.unbound().isSettled());
        assertTrue(next.bound().isSettled());
        assertEquals(List.of("map", "map", "unmap", "map"), rig.calls());
    }

    @Test
    void rangesAreApartByAGuardSoThatNeighboursNeverWaitForEachOther() {
        AddressRanges ranges = new AddressRanges(256, 1 << 20);
        long previousEnd = 0;
        for (long sizeBytes : new long[] {1, 256, 257, 768, 4096, 100}) {
            long address = ranges.take(sizeBytes);
            assertTrue(address >= previousEnd + GUARD);
            assertEquals(0, address % 256);
            previousEnd = address + sizeBytes;
        }
    }

    @Test
    void anAddressSpaceThatIsUsedUpSaysSoAndCanBeUsedOn() {
        AddressRanges ranges = new AddressRanges(256, 2048);
        long only = ranges.take(512);
        var full =
                org.junit.jupiter.api.Assertions.assertThrows(
                        IllegalStateException.class, () -> ranges.take(1024));
        assertEquals("the client's address space of 2048 bytes is used up", full.getMessage());
        ranges.giveBack(only, 512);
        assertEquals(only, ranges.take(700));
    }
}
