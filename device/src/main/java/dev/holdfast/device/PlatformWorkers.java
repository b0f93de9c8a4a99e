package dev.holdfast.device;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Real threads and real time: one daemon thread a worker and one for the clock. Platform threads,
/// because native calls pin their carriers.
public final class PlatformWorkers implements Workers, AutoCloseable {
    private final String owner;
    private final ScheduledThreadPoolExecutor clock;
    private final Ticker ticker = new SystemTicker();
    private final List<ExecutorService> workers = new CopyOnWriteArrayList<>();

    /// Threads whose names begin with `owner`.
    public PlatformWorkers(String owner) {
        this.owner = owner;
        this.clock = new ScheduledThreadPoolExecutor(1, task -> daemon("clock", task));
        clock.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Ticker ticker() {
        return ticker;
    }

    @Override
    public Executor worker(String name) {
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> daemon(name, task));
        workers.add(worker);
        return worker;
    }

    /// Lets running tasks end; later ones are refused.
    @Override
    public void close() {
        clock.shutdownNow();
        workers.forEach(ExecutorService::shutdown);
    }

    private Thread daemon(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(owner + "-" + name).unstarted(task);
    }

    /// The machine's monotonic clock.
    private final class SystemTicker implements Ticker {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant wallTime() {
            return Instant.now();
        }

        @Override
        public Alarm schedule(long delayNanos, Runnable task) {
            var due = clock.schedule(task, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
            return () -> due.cancel(false);
        }
    }
}
