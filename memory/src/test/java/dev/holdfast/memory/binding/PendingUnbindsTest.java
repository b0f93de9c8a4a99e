package dev.holdfast.memory.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.testing.Scenario;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Which pending unbinds a bind waits for.
final class PendingUnbindsTest {
    private static final long GUARD = 256;

    private final BindingRig rig = new BindingRig();
    private final PendingUnbinds pending = new PendingUnbinds();

    /// A binding of `sizeBytes` at `address`.
    private Binding at(long address, long sizeBytes) {
        BufferObject object = rig.resident("weights", sizeBytes);
        try (var _ = rig.ledger.enter()) {
            return new Binding(new Vma(rig.space, object, address, true), object.device(), true);
        }
    }

    @Test
    void thoseAtTheSameAddressAreWaitedForAndNoOthers() {
        Binding first = at(4096, 256);
        pending.add(first);
        pending.add(at(4096, 1024));
        pending.add(at(8192, 256));
        assertEquals(2, pending.at(4096).size());
        assertEquals(1, pending.at(8192).size());
        assertEquals(0, pending.at(4352).size());
        pending.remove(first);
        pending.remove(first);
        assertEquals(1, pending.at(4096).size());
        assertEquals(2, pending.all().size());
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
    @Scenario(
            value = "17",
            breaks = "a range is handed out that overlaps another or comes closer than the guard")
    void rangesInUseAreOneAndTheSameOrApartByAGuard() {
        AddressRanges ranges = new AddressRanges(GUARD, 1 << 24);
        Random random = new Random(17);
        TreeMap<Long, Long> used = new TreeMap<>();
        for (int i = 0; i < 2000; i++) {
            if (used.size() > 20 || (!used.isEmpty() && random.nextInt(3) == 0)) {
                long address = List.copyOf(used.keySet()).get(random.nextInt(used.size()));
                ranges.giveBack(address, used.remove(address));
            } else {
                long sizeBytes = 1 + random.nextInt(4096);
                long address = ranges.take(sizeBytes);
                assertEquals(0, address % GUARD);
                var below = used.lowerEntry(address + sizeBytes + GUARD);
                assertTrue(
                        below == null || below.getKey() + below.getValue() + GUARD <= address,
                        () -> below + " and " + address);
                used.put(address, sizeBytes);
            }
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
