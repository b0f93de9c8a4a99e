package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.Scenario;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FenceJoinTest {
    private final Fault fault = Fault.of(FaultKind.COPY_FAILED, "copy 1 failed");
    private final Fault later = Fault.of(FaultKind.COPY_FAILED, "copy 2 failed");
    private final SettableFence a = new SettableFence();
    private final SettableFence b = new SettableFence();

    @Test
    @Scenario(value = "H9", breaks = "a join holds joins, or does not look for what it has already")
    void joinsOfJoinsHoldEachPendingFenceOnce() {
        SettableFence done = new SettableFence();
        done.signal();
        FenceJoin nested =
                FenceJoin.of(a, b).and(FenceJoin.of(b, a)).and(done).and(FenceJoin.of(done, a));
        assertEquals(List.of(a, b), nested.leaves());
        assertEquals(List.of(a, b), FenceJoin.empty().and(a).and(nested).and(b).leaves());
    }

    @Test
    void theEmptyJoinHasSettled() {
        FenceJoin empty = FenceJoin.of(Fence.signalled(), Fence.failed(fault));
        assertTrue(empty.isSettled());
        assertSame(FenceJoin.empty(), empty);
        assertSame(Fence.signalled(), empty.fence());
        assertSame(empty, empty.pruned());
        FenceJoin some = FenceJoin.of(a);
        assertSame(some, some.and(empty));
    }

    @Test
    @Scenario(value = "H13", breaks = "a join has settled with its first fence, or never")
    void settlesWithTheLastOfItsFences() {
        FenceJoin join = FenceJoin.of(a, b);
        Fence fence = join.fence();
        assertFalse(join.isSettled() || fence.isSettled());
        b.signal();
        assertFalse(join.isSettled() || fence.isSettled());
        a.signal();
        assertTrue(join.isSettled() && fence.isSettled());
        assertFalse(fence.isFailed());
    }

    @Test
    void theFirstFaultToSettleWins() {
        Fence fence = FenceJoin.of(a, b, new SettableFence()).fence();
        FenceJoin two = FenceJoin.of(a, b);
        Fence both = two.fence();
        b.fail(fault);
        assertFalse(fence.isSettled());
        assertFalse(both.isSettled());
        a.fail(later);
        assertEquals(Optional.of(fault), both.fault());
        assertFalse(fence.isSettled());
    }

    @Test
    void oneFenceStandsForItself() {
        assertSame(a, FenceJoin.of(a, Fence.signalled()).fence());
    }

    @Test
    @Scenario(value = "H9", breaks = "pruning keeps what has settled, or drops what has not")
    void pruningDropsWhatHasSettledWellOrBadly() {
        SettableFence c = new SettableFence();
        FenceJoin join = FenceJoin.of(a, b, c);
        a.signal();
        b.fail(fault);
        assertEquals(List.of(a, b, c), join.leaves());
        assertEquals(List.of(c), join.pruned().leaves());
        c.signal();
        assertSame(FenceJoin.empty(), join.pruned());
    }

    @Test
    @Scenario(value = "H12", breaks = "merging loses a fence, or keeps one twice")
    void aRandomMergeSettlesOnceEachFenceThatItWasMadeOfHas() {
        Random random = new Random(12);
        List<SettableFence> fences = Stream.generate(SettableFence::new).limit(512).toList();
        Set<SettableFence> merged = new LinkedHashSet<>();
        FenceJoin join = FenceJoin.empty();
        for (int i = 0; i < 1024; i++) {
            SettableFence fence = fences.get(random.nextInt(fences.size()));
            merged.add(fence);
            join = random.nextBoolean() ? join.and(fence) : FenceJoin.of(fence).and(join);
            assertEquals(merged.size(), join.leaves().size());
        }
        for (SettableFence fence : merged) {
            assertFalse(join.isSettled());
            fence.signal();
        }
        assertTrue(join.isSettled());
    }
}
