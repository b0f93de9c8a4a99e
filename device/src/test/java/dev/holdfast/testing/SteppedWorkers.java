package dev.holdfast.testing;

import dev.holdfast.device.Ticker;
import dev.holdfast.device.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// Workers and time for tests that step everything by hand, on one thread. A task that was given to
/// a worker runs when the test says so and not before; time passes when the test says so. Any
/// thread may give one: a test may have somebody wait beside it. Only its own thread steps.
///
/// Runs of one test are alike to the last step: by default the oldest task runs next, and a choice
/// by index or by a seeded generator chooses among the workers that have a task.
public final class SteppedWorkers implements Workers {
    private final Thread owner = Thread.currentThread();
    private final List<Stepped> workers = new ArrayList<>();
    private final PriorityQueue<Due> alarms = new PriorityQueue<>();
    private final Ticker ticker = new VirtualTicker();
    private long nanoTime = 1_000_000_000;

    // guarded by workers, as the tasks of each are
    private long stamps;

    private long steps;

    /// A task with the moment at which it was given.
    private record Waiting(long stamp, Runnable task) {}

    /// One worker: tasks in order, one at a time.
    private final class Stepped implements Executor {
        private final String name;
        private final ArrayDeque<Waiting> tasks = new ArrayDeque<>();
        private boolean running;

        private Stepped(String name) {
            this.name = name;
        }

        @Override
        public void execute(Runnable task) {
            synchronized (workers) {
                tasks.addLast(new Waiting(stamps++, task));
            }
        }

        private void runOne() {
            if (running) {
                throw new IllegalStateException("worker " + name + " stepped from its own task");
            }
            running = true;
            steps++;
            try {
                next().task().run();
            } finally {
                running = false;
            }
        }

        private Waiting next() {
            synchronized (workers) {
                return tasks.removeFirst();
            }
        }

        private long oldest() {
            synchronized (workers) {
                return tasks.getFirst().stamp();
            }
        }

        private boolean isRunnable() {
            synchronized (workers) {
                return !running && !tasks.isEmpty();
            }
        }
    }

    /// A call that is due at a moment; equal moments in the order of asking.
    private record Due(long nanos, long stamp, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int order = Long.compare(nanos, other.nanos);
            return order != 0 ? order : Long.compare(stamp, other.stamp);
        }
    }

    /// The clock that only [#advance] moves.
    private final class VirtualTicker implements Ticker {
        @Override
        public long nanoTime() {
            return nanoTime;
        }

        @Override
        public Alarm schedule(long delayNanos, Runnable task) {
            requireOwner();
            Due due = new Due(nanoTime + Math.max(0, delayNanos), stamp(), task);
            alarms.add(due);
            return () -> alarms.remove(due);
        }
    }

    @Override
    public Ticker ticker() {
        return ticker;
    }

    @Override
    public Executor worker(String name) {
        Stepped worker = new Stepped(name);
        workers.add(worker);
        return worker;
    }

    @Override
    public boolean stepped() {
        return true;
    }

    /// The names of the workers that have a task, in the order in which they were made.
    public List<String> runnable() {
        return runnableWorkers().stream().map(worker -> worker.name).toList();
    }

    /// Runs the oldest task there is; false if there is none.
    public boolean step() {
        requireOwner();
        Stepped first = null;
        for (Stepped worker : workers) {
            if (worker.isRunnable() && (first == null || worker.oldest() < first.oldest())) {
                first = worker;
            }
        }
        return run(first);
    }

    /// Runs the next task of the `index`-th runnable worker.
    public void step(int index) {
        run(runnableWorkers().get(index));
    }

    /// Runs the next task of the runnable worker called `name`; false if it has none.
    public boolean step(String name) {
        return run(
                runnableWorkers().stream()
                        .filter(worker -> worker.name.equals(name))
                        .findFirst()
                        .orElse(null));
    }

    /// Runs the next task of a worker that `random` chooses; false if no worker has one.
    public boolean step(RandomGenerator random) {
        List<Stepped> runnable = runnableWorkers();
        return !runnable.isEmpty() && run(runnable.get(random.nextInt(runnable.size())));
    }

    /// Runs tasks until no worker has one. Time stands still.
    public void runUntilIdle() {
        while (step()) {
            // the step is the work
        }
    }

    /// As [#runUntilIdle], in the order that `random` chooses.
    public void runUntilIdle(RandomGenerator random) {
        while (step(random)) {
            // the step is the work
        }
    }

    /// Lets `nanos` pass. Whatever falls due is called at its own moment, and all workers run until
    /// idle before and after each call.
    public void advance(long nanos) {
        long end = Math.addExact(nanoTime, nanos);
        runUntilIdle();
        while (!alarms.isEmpty() && alarms.peek().nanos() <= end) {
            fireNext();
            runUntilIdle();
        }
        nanoTime = end;
    }

    /// Lets time pass until nothing is due and nobody has a task.
    public void runToEnd() {
        runUntilIdle();
        while (fireNext()) {
            runUntilIdle();
        }
    }

    /// Moves time to the next call that is due and makes it, and nothing else; false if none is.
    public boolean fireNext() {
        requireOwner();
        Due due = alarms.poll();
        if (due == null) {
            return false;
        }
        nanoTime = Math.max(nanoTime, due.nanos());
        due.task().run();
        return true;
    }

    /// The virtual time.
    public long nanoTime() {
        return nanoTime;
    }

    /// How many workers have been asked for.
    public int workers() {
        return workers.size();
    }

    /// How many calls are due later.
    public int alarms() {
        return alarms.size();
    }

    /// How many tasks have been run.
    public long steps() {
        return steps;
    }

    private List<Stepped> runnableWorkers() {
        requireOwner();
        return workers.stream().filter(Stepped::isRunnable).toList();
    }

    private long stamp() {
        synchronized (workers) {
            return stamps++;
        }
    }

    private static boolean run(Stepped worker) {
        if (worker == null) {
            return false;
        }
        worker.runOne();
        return true;
    }

    private void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("stepped workers touched by another thread");
        }
    }
}
