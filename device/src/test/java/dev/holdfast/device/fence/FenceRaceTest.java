package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/// Many rounds of two threads at one fence; `stress` looks at the same under more orders.
final class FenceRaceTest {
    private static final int ROUNDS = 200;
    private static final int FENCES = 500;
    private static final Fault LATE = Fault.of(FaultKind.REVOKED, "the other was first");

    /// Two threads sweep over the same fences: each adds a callback to each, and settles it.
    private static final class Round {
        final SettableFence[] fences = new SettableFence[FENCES];
        final AtomicIntegerArray accepted = new AtomicIntegerArray(FENCES);
        final AtomicIntegerArray seen = new AtomicIntegerArray(FENCES);
        final AtomicIntegerArray settlers = new AtomicIntegerArray(FENCES);

        Round() {
            Arrays.setAll(fences, i -> new SettableFence());
        }

        void sweep(boolean callbackFirst) {
            for (int i = 0; i < FENCES; i++) {
                if (callbackFirst) {
                    add(i);
                }
                if (callbackFirst ? fences[i].signal() : fences[i].fail(LATE)) {
                    settlers.incrementAndGet(i);
                }
                if (!callbackFirst) {
                    add(i);
                }
            }
        }

        private void add(int i) {
            for (int n = 0; n < 2; n++) {
                if (fences[i].onSettled(settled -> seen.incrementAndGet(i))) {
                    accepted.incrementAndGet(i);
                }
            }
        }
    }

    @Test
    @Scenario(
            value = {"H6", "H1"},
            breaks = "a callback is added with a look and a store instead of a compare-and-set")
    void everyCallbackThatWasAcceptedIsSeenAndOneSettles() throws Exception {
        Round[] rounds = new Round[ROUNDS];
        Arrays.setAll(rounds, i -> new Round());
        CyclicBarrier barrier = new CyclicBarrier(2);
        Threads.Started other = Threads.start(() -> play(rounds, barrier, true));
        play(rounds, barrier, false);
        other.join();
        for (Round round : rounds) {
            for (int i = 0; i < FENCES; i++) {
                assertEquals(round.accepted.get(i), round.seen.get(i));
                assertEquals(1, round.settlers.get(i));
                assertTrue(round.fences[i].isSettled());
            }
        }
    }

    private static void play(Round[] rounds, CyclicBarrier barrier, boolean callbackFirst)
            throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            barrier.await();
            rounds[i].sweep(callbackFirst == (i % 2 == 0));
        }
    }
}
