package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

final class FenceWorkTest {
    private final Fault fault = Fault.of(FaultKind.COPY_FAILED, "copy 1 failed");
    private final Fault later = Fault.of(FaultKind.COPY_FAILED, "copy 2 failed");
    private final SettableFence a = new SettableFence();
    private final SettableFence b = new SettableFence();
    private final Deque<Runnable> handed = new ArrayDeque<>();
    private final List<Optional<Fault>> given = new ArrayList<>();

    private Fence start(Dependency... dependencies) {
        return FenceWork.start(List.of(dependencies), handed::add, this::repaired);
    }

    /// A failsafe: it takes the fault as it comes and makes everything well.
    private Optional<Fault> repaired(Optional<Fault> first) {
        given.add(first);
        return Optional.empty();
    }

    @Test
    void theBodyRunsOnTheExecutorOnceEverythingHasSettled() {
        Fence published = start(Dependency.data(a), Dependency.ordering(b));
        b.signal();
        assertEquals(0, handed.size());
        a.signal();
        assertEquals(1, handed.size());
        assertFalse(published.isSettled());
        handed.remove().run();
        assertEquals(List.of(Optional.empty()), given);
        assertTrue(published.isSettled() && !published.isFailed());
    }

    @Test
    void workThatWaitsForNothingRunsAtOnce() {
        Fence published = start();
        handed.remove().run();
        assertTrue(published.isSettled());
    }

    @Test
    @Scenario(
            value = {"28", "29"},
            breaks = "the body is skipped after an error, or the error is published regardless")
    void theBodyRunsAlsoAfterAnErrorAndDecidesWhatIsPublished() {
        Fence published = start(Dependency.data(a), Dependency.data(b));
        b.fail(fault);
        a.fail(later);
        assertFalse(published.isSettled());
        handed.remove().run();
        assertEquals(List.of(Optional.of(fault)), given);
        assertTrue(published.isSettled() && !published.isFailed());
    }

    @Test
    void theBodyMayPublishAFault() {
        Fence published =
                FenceWork.start(
                        List.of(Dependency.data(a)), Runnable::run, first -> Optional.of(later));
        a.signal();
        assertEquals(Optional.of(later), published.fault());
    }

    @Test
    @Scenario(value = "33", breaks = "the fault of an ordering dependency is handed on")
    void waitingBehindAFailedFenceIsNotDependingOnIt() {
        Fence published = start(Dependency.ordering(a), Dependency.data(b));
        a.fail(fault);
        b.signal();
        handed.remove().run();
        assertEquals(List.of(Optional.empty()), given);
        assertFalse(published.isFailed());
        Fence behind = FenceWork.coalesce(List.of(Dependency.ordering(a)));
        assertTrue(behind.isSettled() && !behind.isFailed());
    }

    @Test
    void aFenceCanBeWaitedForTwiceAndForBothReasons() {
        Fence both = start(Dependency.ordering(a), Dependency.data(a), Dependency.ordering(a));
        a.fail(fault);
        assertEquals(1, handed.size());
        handed.remove().run();
        assertEquals(List.of(Optional.of(fault)), given);
        assertTrue(both.isSettled());
    }

    @Test
    @Scenario(value = "29", breaks = "a dependency that settled before it was armed is not counted")
    void dependenciesThatHadSettledCount() {
        a.fail(fault);
        b.signal();
        Fence published = start(Dependency.data(b), Dependency.data(a));
        handed.remove().run();
        assertEquals(List.of(Optional.of(fault)), given);
        assertTrue(published.isSettled());
    }

    @Test
    @Scenario(
            value = "29",
            breaks = "arming and settling at once count a dependency twice or never")
    void settlingWhileArmingHasOneOutcome() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(2);
        SettableFence[] settled = new SettableFence[2_000];
        for (int i = 0; i < settled.length; i++) {
            settled[i] = new SettableFence();
        }
        Threads.Started settler =
                Threads.start(() -> {
                    for (SettableFence each : settled) {
                        barrier.await();
                        each.fail(fault);
                    }
                });
        for (SettableFence each : settled) {
            int[] runs = new int[1];
            barrier.await();
            Fence published =
                    FenceWork.start(
                            List.of(Dependency.data(each), Dependency.ordering(each)),
                            Runnable::run,
                            first -> {
                                runs[0]++;
                                return first;
                            });
            assertEquals(Optional.of(fault), published.await().fault());
            assertEquals(1, runs[0]);
        }
        settler.join();
    }

    @Test
    @Scenario(value = "42", breaks = "coalescing goes through an executor or another thread")
    void coalescingSettlesOffTheCallbackOfItsLastDependency() throws Exception {
        Fence coalesced = FenceWork.coalesce(List.of(Dependency.data(a), Dependency.data(b)));
        List<Thread> settledOn = new ArrayList<>();
        coalesced.onSettled(settled -> settledOn.add(Thread.currentThread()));
        a.signal();
        assertFalse(coalesced.isSettled());
        Threads.Started settler =
                Threads.start(() -> {
                    b.fail(fault);
                    assertTrue(coalesced.isSettled());
                });
        settler.join();
        assertEquals(List.of(settler.thread()), settledOn);
        assertEquals(Optional.of(fault), coalesced.fault());
    }

    @Test
    @Scenario(value = "H15", breaks = "the count of unsettled dependencies is off by one")
    void aNodeHasSettledIfAndOnlyIfAllItAwaitsHave() {
        Random random = new Random(15);
        List<SettableFence> roots = new ArrayList<>();
        List<Fence> nodes = new ArrayList<>();
        List<List<Fence>> awaited = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            roots.add(new SettableFence());
        }
        nodes.addAll(roots);
        for (int i = 0; i < 500; i++) {
            List<Fence> mine = new ArrayList<>();
            for (int j = random.nextInt(4); j >= 0; j--) {
                mine.add(nodes.get(random.nextInt(nodes.size())));
            }
            awaited.add(mine);
            nodes.add(FenceWork.coalesce(mine.stream().map(Dependency::data).toList()));
        }
        java.util.Collections.shuffle(roots, random);
        for (SettableFence root : roots) {
            for (int i = 0; i < awaited.size(); i++) {
                boolean all = awaited.get(i).stream().allMatch(Fence::isSettled);
                assertEquals(all, nodes.get(roots.size() + i).isSettled());
            }
            root.signal();
        }
        assertTrue(nodes.stream().allMatch(Fence::isSettled));
    }

    @Test
    void underALockTheRestHappensWhenItIsLetGo() {
        a.signal();
        b.fail(fault);
        List<Object> heldAtDelivery = new ArrayList<>();
        LockMark.set("the test lock");
        Fence coalesced;
        Fence published;
        try {
            coalesced = FenceWork.coalesce(List.of(Dependency.data(a), Dependency.data(b)));
            published =
                    FenceWork.start(
                            List.of(Dependency.ordering(b)),
                            Runnable::run,
                            first -> {
                                LockMark.forbid("running a body");
                                return first;
                            });
            coalesced.onSettled(settled -> LockMark.forbid("calling back"));
            coalesced.onSettled(settled -> heldAtDelivery.add(settled));
            assertFalse(coalesced.isSettled() || published.isSettled());
        } finally {
            LockMark.clear();
        }
        assertEquals(Optional.of(fault), coalesced.fault());
        assertEquals(1, heldAtDelivery.size());
        assertSame(coalesced, heldAtDelivery.getFirst());
        assertTrue(published.isSettled() && !published.isFailed());
    }
}
