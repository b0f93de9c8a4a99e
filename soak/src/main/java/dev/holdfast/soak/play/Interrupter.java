package dev.holdfast.soak.play;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Interrupts a thread in what it has just begun to wait for: one interrupt at a time, and none
/// that comes after [#done].
final class Interrupter implements AutoCloseable {
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().daemon().name("soak-interrupter").unstarted(task));

    /// Who may still be interrupted, by which order.
    private static final class Order implements AutoCloseable {
        private @Nullable Thread target = Thread.currentThread();

        private synchronized void strike() {
            Thread waiting = target;
            if (waiting != null) {
                waiting.interrupt();
            }
        }

        @Override
        public synchronized void close() {
            target = null;
            // one that came too late to be noticed
            Thread.interrupted();
        }
    }

    /// Interrupts this thread in so many microseconds, unless the answer is closed before.
    Interruption soon(long micros) {
        Order order = new Order();
        var _ = clock.schedule(order::strike, micros, TimeUnit.MICROSECONDS);
        return order::close;
    }

    /// An interrupt that may come.
    @FunctionalInterface
    interface Interruption extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
