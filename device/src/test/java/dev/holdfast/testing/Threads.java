package dev.holdfast.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/// Threads of tests, brought to a known point without sleeping.
public final class Threads {
    private static final AtomicInteger STARTED = new AtomicInteger();

    private Threads() {}

    /// A body that may throw.
    @FunctionalInterface
    public interface Body {
        /// Runs it.
        void run() throws Exception;
    }

    /// A started thread and what becomes of its body.
    ///
    /// @param thread the thread
    /// @param outcome the body's
    public record Started(Thread thread, FutureTask<?> outcome) {

        /// Waits for the end; throws what the body threw.
        public void join() throws Exception {
            outcome.get();
            thread.join();
        }

        /// Waits until the thread waits for something.
        public void untilParked() {
            Threads.untilParked(thread);
        }
    }

    /// Starts `body` on a thread of its own.
    public static Started start(Body body) {
        Callable<Object> call =
                () -> {
                    body.run();
                    return true;
                };
        FutureTask<Object> outcome = new FutureTask<>(call);
        Thread thread = new Thread(outcome, "test-" + STARTED.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
        return new Started(thread, outcome);
    }

    /// Waits until `thread` waits for something; fails if it ends first.
    public static void untilParked(Thread thread) {
        while (true) {
            switch (thread.getState()) {
                case WAITING, TIMED_WAITING, BLOCKED -> {
                    return;
                }
                case TERMINATED -> throw new AssertionError(thread.getName() + " ended");
                default -> Thread.onSpinWait();
            }
        }
    }
}
