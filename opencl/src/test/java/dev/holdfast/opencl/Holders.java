package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// How many hold something of the driver's, once the driver has caught up: it lets go of what a
/// command had on a thread of its own, a little after the event of the command says that it is
/// over.
final class Holders {
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(20);

    private Holders() {}

    /// Waits for it, and fails if it does not come about.
    static void become(long expected, LongSupplier holders, String why) {
        long began = System.nanoTime();
        while (holders.getAsLong() != expected && System.nanoTime() - began < MOST_NANOS) {
            LockSupport.parkNanos(1_000_000);
        }
        assertEquals(expected, holders.getAsLong(), why);
    }

    static void become(long expected, LongSupplier holders) {
        become(expected, holders, "who holds it");
    }
}
