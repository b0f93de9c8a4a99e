package dev.holdfast.memory.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/// Posters and holders at once. After each burst all threads stop: whatever is then in the drain
/// has been left behind.
final class DrainRaceTest {
    private static final int BURSTS = 3_000;
    private static final int POSTERS = 3;

    private final Ledger ledger = new Ledger(command -> Threads.start(command::run));
    private final CyclicBarrier barrier = new CyclicBarrier(POSTERS + 1);
    private final int[] ran = new int[POSTERS];
    private int outOfOrder;

    @Test
    void nothingIsLeftBehindAndEachPostersOrderIsKept() throws Exception {
        List<Threads.Started> posters = new ArrayList<>();
        for (int i = 0; i < POSTERS; i++) {
            int poster = i;
            posters.add(Threads.start(() -> post(poster)));
        }
        for (int burst = 1; burst <= BURSTS; burst++) {
            barrier.await();
            ledger.enter().close();
            barrier.await();
            for (int poster = 0; poster < POSTERS; poster++) {
                assertEquals(2 * burst, ran[poster], "left behind in burst " + burst);
            }
        }
        for (Threads.Started poster : posters) {
            poster.join();
        }
        assertEquals(0, outOfOrder);
    }

    private void post(int poster) throws Exception {
        for (int burst = 0; burst < BURSTS; burst++) {
            barrier.await();
            for (int i = 0; i < 2; i++) {
                int expected = 2 * burst + i;
                ledger.drain().post(() -> run(poster, expected));
            }
            barrier.await();
        }
    }

    private void run(int poster, int expected) {
        assertTrue(ledger.isHeld());
        if (ran[poster]++ != expected) {
            outOfOrder++;
        }
    }
}
