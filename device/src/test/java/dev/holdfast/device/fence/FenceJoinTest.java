package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
    @Scenario(
            value = {"H12", "H16"},
            breaks = "of two points of a timeline the one that came last is kept, or both are")
    void keepsTheNewestPointOfEachTimelineInWhateverOrderTheyCome() {
        Timeline line = new Timeline("one");
        Fence first = line.attach(a);
        Fence second = line.attach(b);
        Fence elsewhere = new Timeline("two").attach(a);
        assertEquals(List.of(second), FenceJoin.of(first, second).leaves());
        assertEquals(List.of(second), FenceJoin.of(second, first).leaves());
        assertEquals(List.of(second, elsewhere), FenceJoin.of(first, elsewhere, second).leaves());
        assertEquals(List.of(first, a), FenceJoin.of(first, a, a).leaves());
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
    @Scenario(value = "H13", breaks = "a join looks its timelines up anew when it is asked")
    void aJoinKeepsTheFencesItSaw() {
        Timeline line = new Timeline("one");
        line.attach(a);
        FenceJoin seen = FenceJoin.of(line.newest());
        line.attach(b);
        a.signal();
        assertTrue(seen.isSettled());
        assertFalse(FenceJoin.of(line.newest()).isSettled());
    }

    @Test
    @Scenario(
            value = "H12",
            breaks = "merging keeps a point that is not the newest of its timeline")
    void aRandomMergeSettlesOnceEveryTimelineReachedItsNewestPoint() {
        Random random = new Random(12);
        List<List<SettableFence>> works = new ArrayList<>();
        List<Fence> points = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            Timeline line = new Timeline("line " + i);
            List<SettableFence> mine = new ArrayList<>();
            for (int j = 0; j < 32; j++) {
                SettableFence work = new SettableFence();
                mine.add(work);
                points.add(line.attach(work));
            }
            works.add(mine);
        }
        FenceJoin join = FenceJoin.empty();
        int[] newest = new int[32];
        for (int i = 0; i < 1024; i++) {
            int pick = random.nextInt(points.size());
            newest[pick / 32] = Math.max(newest[pick / 32], pick % 32 + 1);
            join =
                    random.nextBoolean()
                            ? join.and(points.get(pick))
                            : FenceJoin.of(points.get(pick)).and(join);
            assertTrue(join.leaves().size() <= 32);
        }
        for (int i = 0; i < 32; i++) {
            for (int j = 0; j < newest[i]; j++) {
                assertFalse(join.isSettled());
                works.get(i).get(j).signal();
            }
        }
        assertTrue(join.isSettled());
    }
}
