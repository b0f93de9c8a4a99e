package dev.holdfast.memory.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.testing.Threads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DrainTest {
    private final Deque<Runnable> relief = new ArrayDeque<>();
    private final Ledger ledger = new Ledger(relief::add);
    private final Drain drain = ledger.drain();
    private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

    /// A queue that lets somebody else act whenever it has just been found empty.
    private static final class StoppedQueue extends ConcurrentLinkedQueue<Runnable> {
        private static final long serialVersionUID = 1L;
        private final transient Deque<Threads.Body> whenFoundEmpty = new ArrayDeque<>();

        @Override
        public Runnable poll() {
            Runnable task = super.poll();
            if (task == null && !whenFoundEmpty.isEmpty()) {
                try {
                    whenFoundEmpty.remove().run();
                } catch (Exception failed) {
                    throw new AssertionError(failed);
                }
            }
            return task;
        }
    }

    @Test
    void aFreeLedgerIsTakenAtOnce() {
        drain.post(() -> seen.add(ledger.isHeld()));
        assertEquals(List.of(true), seen);
        assertFalse(ledger.isHeld());
    }

    @Test
    void insideASectionAndFromACallbackToo() {
        try (SignallingSection section = SignallingSection.enter()) {
            drain.post(() -> seen.add(1));
        }
        SettableFence fence = new SettableFence();
        fence.onSettled(settled -> drain.post(() -> seen.add(2)));
        fence.signal();
        assertEquals(List.of(1, 2), seen);
    }

    @Test
    void whoeverHoldsTheLedgerFindsTheWork() throws Exception {
        try (Ledger.Section held = ledger.enter()) {
            Threads.start(() -> drain.post(() -> seen.add(Thread.currentThread()))).join();
            drain.post(() -> seen.add(2));
            assertEquals(List.of(), seen);
        }
        assertEquals(List.of(Thread.currentThread(), 2), seen);
    }

    /// Breaks when the drain does not look again after it has let the ledger go.
    @Test
    void workThatArrivesJustAsTheQueueIsFoundEmptyIsNotLeftBehind() throws Exception {
        StoppedQueue tasks = new StoppedQueue();
        Drain stopped = new Drain(ledger, relief::add, tasks);
        for (int i = 2; i <= 4; i++) {
            int number = i;
            tasks.whenFoundEmpty.add(
                    () -> Threads.start(() -> stopped.post(() -> seen.add(number))).join());
        }
        stopped.post(() -> seen.add(1));
        assertEquals(List.of(1, 2, 3, 4), seen);
        assertEquals(0, relief.size());
    }

    @Test
    void workIsRunBeforeTheHolderGoesToTheDriver() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        try (Ledger.Section held = ledger.enter()) {
            Threads.start(() -> drain.post(ran::countDown)).join();
            ledger.afterwards(() -> seen.add(ran.getCount()));
        }
        assertEquals(List.of(0L), seen);
    }

    @Test
    void tasksRunInTheOrderInWhichTheyWerePosted() {
        try (Ledger.Section held = ledger.enter()) {
            for (int i = 0; i < 100; i++) {
                int number = i;
                drain.post(() -> seen.add(number));
            }
        }
        assertEquals(IntStream.range(0, 100).boxed().toList(), seen);
    }

    @Test
    void aTaskMayPostAndLeaveSomethingToBeDone() {
        drain.post(() -> {
            drain.post(() -> seen.add("second"));
            ledger.afterwards(() -> seen.add("after"));
            seen.add("first");
        });
        assertEquals(List.of("first", "second", "after"), seen);
    }

    @Test
    void oneRunIsBoundedAndReliefGoesOn() {
        fill(600);
        assertEquals(256, seen.size());
        assertEquals(1, relief.size());
        relief.remove().run();
        assertEquals(512, seen.size());
        relief.remove().run();
        assertEquals(IntStream.range(0, 600).boxed().toList(), seen);
        assertEquals(0, relief.size());
    }

    private void fill(int count) {
        try (Ledger.Section held = ledger.enter()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                drain.post(() -> seen.add(number));
            }
        }
    }

    @Test
    void aReliefThatIsShutDownLeavesNothingBehind() {
        Ledger alone =
                new Ledger(command -> {
                    throw new RejectedExecutionException("shut down");
                });
        try (Ledger.Section held = alone.enter()) {
            for (int i = 0; i < 600; i++) {
                alone.drain().post(() -> seen.add(1));
            }
        }
        assertEquals(600, seen.size());
    }

    @Test
    void aTaskThatThrowsLeavesNothingBehind() throws Exception {
        IllegalStateException one = new IllegalStateException("one");
        Ledger.Section held = ledger.enter();
        Threads.start(
                        () -> {
                            drain.post(() -> {
                                throw one;
                            });
                            drain.post(() -> seen.add("next"));
                        })
                .join();
        assertSame(one, assertThrows(IllegalStateException.class, held::close));
        assertEquals(List.of("next"), seen);
        drain.post(() -> seen.add("later"));
        assertTrue(seen.contains("later"));
    }

    @Test
    void anActionThatThrowsLeavesNothingBehind() throws Exception {
        IllegalStateException one = new IllegalStateException("one");
        var thrown =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                drain.post(() -> {
                                    ledger.afterwards(() -> {
                                        throw one;
                                    });
                                    drain.post(() -> seen.add("next"));
                                }));
        assertSame(one, thrown);
        assertEquals(List.of("next"), seen);
    }
}
