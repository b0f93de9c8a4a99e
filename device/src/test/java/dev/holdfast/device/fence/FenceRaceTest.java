package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Many rounds of two threads at one fence; `stress` looks at the same under more orders.
final class FenceRaceTest {
    private static final int ROUNDS = 3_000;
    private static final int CALLBACKS = 8;

    private static final class Round {
        final SettableFence[] fences = {new SettableFence(), new SettableFence()};
        final AtomicInteger accepted = new AtomicInteger();
        final AtomicInteger seen = new AtomicInteger();
        final AtomicInteger settlers = new AtomicInteger();

        /// Adds to the other's fence while that one settles it, and settles its own.
        void side(int mine) {
            for (int i = 0; i < CALLBACKS; i++) {
                if (i == CALLBACKS / 2 && fences[mine].signal()) {
                    settlers.incrementAndGet();
                }
                if (fences[1 - mine].onSettled(settled -> seen.incrementAndGet())) {
                    accepted.incrementAndGet();
                }
            }
            Fault late = Fault.of(FaultKind.REVOKED, "too late");
            if (fences[mine].fail(late) || fences[1 - mine].fail(late)) {
                settlers.incrementAndGet();
            }
        }
    }

    @Test
    @Scenario(
            value = {"H6", "H1"},
            breaks = "a callback is added with a look and a store instead of a compare-and-set")
    void everyCallbackThatWasAcceptedIsSeen() throws Exception {
        Round[] rounds = new Round[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = new Round();
        }
        CyclicBarrier barrier = new CyclicBarrier(2);
        Threads.Started other = Threads.start(() -> play(rounds, barrier, 1));
        play(rounds, barrier, 0);
        other.join();
        for (Round round : rounds) {
            assertEquals(round.accepted.get(), round.seen.get());
            assertEquals(2, round.settlers.get());
            assertTrue(round.fences[0].isSettled() && round.fences[1].isSettled());
        }
    }

    private static void play(Round[] rounds, CyclicBarrier barrier, int side) throws Exception {
        for (Round round : rounds) {
            barrier.await();
            round.side(side);
        }
    }
}
