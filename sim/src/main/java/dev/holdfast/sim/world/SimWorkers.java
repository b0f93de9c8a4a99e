package dev.holdfast.sim.world;

import dev.holdfast.device.Workers;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import dev.holdfast.device.fence.LockMark;
import dev.holdfast.device.fence.SignallingSection;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/// Workers whose tasks run when somebody chooses them: of each worker the oldest.
public final class SimWorkers implements Workers {
    private final SimClock clock = new SimClock();
    private final Patience patience;
    private Worker[] runnable = new Worker[8];
    private int runnables;
    private int workers;
    private final Map<String, Worker> byName = new HashMap<>();

    /// What to do while a caller waits.
    @FunctionalInterface
    public interface Patience {
        /// Makes things happen until `fence` has settled.
        void await(Fence fence) throws InterruptedException;
    }

    /// One worker.
    private final class Worker implements Executor {
        private final int index;
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        private boolean running;
        private boolean heldBack;

        Worker(int index) {
            this.index = index;
        }

        @Override
        public void execute(Runnable task) {
            tasks.addLast(task);
            if (tasks.size() == 1 && !running && !heldBack) {
                enlist(this);
            }
        }
    }

    /// Workers on which `patience` waits.
    public SimWorkers(Patience patience) {
        this.patience = patience;
    }

    @Override
    public SimClock ticker() {
        return clock;
    }

    @Override
    public Executor worker(String name) {
        Worker worker = new Worker(workers++);
        byName.putIfAbsent(name, worker);
        return worker;
    }

    @Override
    public boolean stepped() {
        return true;
    }

    @Override
    public FenceStatus await(Fence fence) throws InterruptedException {
        SignallingSection.forbid("waiting for a fence");
        LockMark.forbid("waiting for a fence");
        if (!fence.isSettled()) {
            patience.await(fence);
        }
        return fence.status();
    }

    /// How many workers have a task to run.
    public int runnable() {
        return runnables;
    }

    /// The number of the `choice`-th of them: they are counted as they were made.
    public int workerAt(int choice) {
        return runnable[choice].index;
    }

    /// Runs the oldest task of the `choice`-th of them.
    public void run(int choice) {
        Worker worker = runnable[choice];
        runnables--;
        runnable[choice] = runnable[runnables];
        worker.running = true;
        try {
            worker.tasks.removeFirst().run();
        } finally {
            worker.running = false;
            if (!worker.tasks.isEmpty() && !worker.heldBack) {
                enlist(worker);
            }
        }
    }

    /// Runs what the first worker called `name` has to do, and what comes of it there, but no more
    /// than `most` tasks: inside of whatever is running.
    public void runNow(String name, int most) {
        Worker worker = byName.get(name);
        for (int left = most; left > 0 && worker != null; left--) {
            int place = placeOf(worker);
            if (place < 0) {
                return;
            }
            run(place);
        }
    }

    /// True if the first worker called `name` has something to do.
    public boolean hasTask(String name) {
        Worker worker = byName.get(name);
        return worker != null && placeOf(worker) >= 0;
    }

    private int placeOf(Worker worker) {
        for (int place = 0; place < runnables; place++) {
            if (runnable[place] == worker) {
                return place;
            }
        }
        return -1;
    }

    /// Keeps the first worker called `name` from being chosen, or lets it again.
    public void holdBack(String name, boolean back) {
        Worker worker = byName.get(name);
        if (worker == null || worker.heldBack == back) {
            return;
        }
        worker.heldBack = back;
        if (worker.running || worker.tasks.isEmpty()) {
            return;
        }
        if (!back) {
            enlist(worker);
            return;
        }
        int place = 0;
        while (runnable[place] != worker) {
            place++;
        }
        runnables--;
        runnable[place] = runnable[runnables];
    }

    private void enlist(Worker worker) {
        if (runnables == runnable.length) {
            runnable = Arrays.copyOf(runnable, 2 * runnables);
        }
        runnable[runnables++] = worker;
    }
}
