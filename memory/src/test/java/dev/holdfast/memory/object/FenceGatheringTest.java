package dev.holdfast.memory.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.work.Access;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// That many fences become few, and that none of them is forgotten over it.
class FenceGatheringTest {
    private static final int MANY = 3 * FenceGathering.MOST * FenceGathering.NEWEST;

    private final FenceGathering gathering = new FenceGathering();

    private List<SettableFence> add(int count) {
        List<SettableFence> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(new SettableFence());
            gathering.add(added.getLast());
        }
        return added;
    }

    @Test
    void aHundredThousandPendingFencesAreWaitedForByHundreds() {
        add(MANY);
        int leaves = gathering.and().leaves().size();
        assertTrue(leaves <= 3 * FenceGathering.MOST, leaves + " fences are waited for");
    }

    @Test
    void everyFenceIsWaitedForInWhateverOrderTheySettle() {
        List<SettableFence> added = add(5 * FenceGathering.MOST);
        FenceJoin all = gathering.and();
        Collections.shuffle(added, new Random(7));
        for (SettableFence fence : added) {
            assertFalse(all.isSettled());
            assertFalse(gathering.and().isSettled());
            fence.signal();
        }
        assertTrue(all.isSettled());
        assertEquals(List.of(), gathering.and().leaves());
    }

    @Test
    void theNewestAreKeptAsTheyAre() {
        List<SettableFence> added = add(MANY);
        List<SettableFence> newest = added.subList(MANY - FenceGathering.NEWEST, MANY);
        assertTrue(gathering.and().leaves().containsAll(newest));
    }

    @Test
    void fencesThatSettleAreNotKept() {
        for (int i = 0; i < MANY; i++) {
            add(1).getFirst().signal();
        }
        add(1);
        assertEquals(1, gathering.and().leaves().size());
    }

    @Test
    void whoComesAfterManyIsWaitedForToo() {
        FenceSet users = new FenceSet();
        List<SettableFence> readers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            readers.add(new SettableFence());
            users.add(Fence.signalled(), readers.getLast(), Access.READ);
        }
        assertSame(users.all().leaves().getFirst(), users.all().leaves().getFirst());
        SettableFence late = new SettableFence();
        users.add(Fence.signalled(), late, Access.READ);
        readers.forEach(SettableFence::signal);
        assertFalse(users.all().isSettled());
        late.signal();
        assertTrue(users.all().isSettled());
    }

    @Test
    void aWriterWaitsForTheFirstOfAThousandReaders() {
        FenceSet users = new FenceSet();
        List<SettableFence> readers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            readers.add(new SettableFence());
            users.add(Fence.signalled(), readers.getLast(), Access.READ);
        }
        readers.subList(1, 1_000).forEach(SettableFence::signal);
        List<Fence> before = new ArrayList<>();
        users.blocking(Access.OVERWRITE, dependency -> before.add(dependency.fence()));
        assertFalse(before.stream().allMatch(Fence::isSettled));
        assertFalse(users.isIdle());
        readers.getFirst().signal();
        assertTrue(before.stream().allMatch(Fence::isSettled));
        assertTrue(users.isIdle());
    }
}
