package dev.holdfast.soft;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Once revoked, no access is running and none can begin.
final class RevocationTest {
    private static final int ROUNDS = 50_000;

    @Test
    void anAccessThatBeganIsWaitedFor() throws Exception {
        Revocation revocation = new Revocation();
        assertTrue(revocation.enter());
        AtomicBoolean left = new AtomicBoolean();
        AtomicBoolean early = new AtomicBoolean();
        CyclicBarrier start = new CyclicBarrier(2);
        Threads.Started revoker =
                Threads.start(() -> {
                    start.await();
                    revocation.revoke();
                    early.set(!left.get());
                });
        start.await();
        for (int i = 0; i < 100_000; i++) {
            Thread.onSpinWait();
        }
        left.set(true);
        revocation.exit();
        revoker.join();
        assertFalse(early.get(), "the revoker went on while an access was running");
        assertFalse(revocation.enter());
    }

    /// Each round has a plain word that the worker counts up, an access at a time, until it is
    /// revoked. What the revoker reads right after must be what is there in the end.
    @Test
    @Scenario(
            value = "9",
            breaks = "a release store of either flag: both sides then read the old value")
    void nothingIsWrittenBehindTheRevoker() throws Exception {
        Revocation[] rounds = new Revocation[ROUNDS];
        Arrays.setAll(rounds, i -> new Revocation());
        long[] words = new long[ROUNDS];
        long[] seen = new long[ROUNDS];
        AtomicInteger arrived = new AtomicInteger(-1);
        Threads.Started worker =
                Threads.start(() -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        Revocation round = rounds[i];
                        arrived.setRelease(i);
                        while (round.enter()) {
                            words[i]++;
                            round.exit();
                        }
                    }
                });
        for (int i = 0; i < ROUNDS; i++) {
            for (int spins = 0; arrived.getAcquire() < i; spins++) {
                if (spins > 1000) {
                    Thread.yield();
                }
            }
            for (int spins = 0; spins < i % 61; spins++) {
                Thread.onSpinWait();
            }
            rounds[i].revoke();
            seen[i] = words[i];
        }
        worker.join();
        assertArrayEquals(seen, words);
    }
}
