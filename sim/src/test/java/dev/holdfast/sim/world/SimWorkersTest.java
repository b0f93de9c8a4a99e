package dev.holdfast.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.device.fence.SignallingSection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class SimWorkersTest {
    private final List<String> log = new ArrayList<>();
    private final SettableFence fence = new SettableFence();
    private final SimWorkers workers = new SimWorkers(awaited -> fence.signal());

    private Executor worker(String name, String... tasks) {
        Executor worker = workers.worker(name);
        for (String task : tasks) {
            worker.execute(() -> log.add(task));
        }
        return worker;
    }

    @Test
    void aWorkersTasksRunInOrderAndOnlyWhenChosen() {
        worker("a", "a1", "a2");
        worker("b", "b1");
        assertEquals(2, workers.runnable());
        assertEquals(List.of(), log);
        workers.run(0);
        assertEquals(List.of("a1"), log);
        while (workers.runnable() > 0) {
            workers.run(0);
        }
        assertEquals(List.of("a1", "b1", "a2"), log);
    }

    @Test
    void aTaskThatAddsToItsOwnWorkerRunsFirstToItsEnd() {
        Executor worker = workers.worker("a");
        worker.execute(() -> {
            worker.execute(() -> log.add("inner"));
            assertEquals(0, workers.runnable(), "a worker does one thing at a time");
            log.add("outer");
        });
        workers.run(0);
        workers.run(0);
        assertEquals(List.of("outer", "inner"), log);
    }

    @Test
    void aTaskThatThrowsLeavesTheOthersThere() {
        Executor worker = workers.worker("a");
        worker.execute(() -> {
            throw new IllegalStateException("broken");
        });
        worker.execute(() -> log.add("next"));
        assertThrows(IllegalStateException.class, () -> workers.run(0));
        workers.run(0);
        assertEquals(List.of("next"), log);
    }

    @Test
    void aWorkerThatIsHeldBackIsNotThere() {
        worker("gate", "behind");
        worker("other", "o1");
        workers.holdBack("gate", true);
        assertEquals(1, workers.runnable());
        workers.run(0);
        assertEquals(List.of("o1"), log);
        worker("third", "t1");
        workers.holdBack("gate", false);
        assertEquals(2, workers.runnable());
    }

    @Test
    void whatIsGivenToAWorkerThatIsHeldBackWaits() {
        Executor gate = workers.worker("gate");
        workers.holdBack("gate", true);
        gate.execute(() -> log.add("late"));
        assertEquals(0, workers.runnable());
        workers.holdBack("gate", false);
        workers.run(0);
        assertEquals(List.of("late"), log);
    }

    @Test
    void waitingGoesToWhoeverPlays() throws InterruptedException {
        assertTrue(workers.await(fence).isSettled());
        assertEquals(Fence.signalled().status(), workers.await(Fence.signalled()));
    }

    @Test
    void waitingInsideASignallingSectionThrows() {
        FenceStatus before = fence.status();
        try (var _ = SignallingSection.enter()) {
            assertThrows(IllegalStateException.class, () -> workers.await(fence));
        }
        assertEquals(before, fence.status());
    }
}
