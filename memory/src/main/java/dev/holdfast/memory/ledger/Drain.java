package dev.holdfast.memory.ledger;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/// Work that needs the ledger and comes from where nobody may wait for it.
///
/// Whoever posts tries to take the ledger and run what is there. If somebody else holds it, that
/// thread looks here after letting go. The two orders, post then try and let go then look, are
/// what makes it impossible for work to be left behind: either the poster finds the ledger free,
/// or the holder finds the work. One run does a bounded number of tasks and then asks `relief` to
/// go on, so that a completion thread is not kept by other people's work.
public final class Drain {
    private static final int TASKS_A_RUN = 256;

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Ledger ledger;
    private final Executor relief;

    Drain(Ledger ledger, Executor relief) {
        this.ledger = ledger;
        this.relief = relief;
    }

    /// Has `task` run under the ledger: now if it is free, else by its holder or soon after. Never
    /// blocks. Tasks run in the order in which they were posted.
    public void post(Runnable task) {
        tasks.add(task);
        run();
    }

    /// Runs what is there, unless another thread holds the ledger.
    void run() {
        int budget = TASKS_A_RUN;
        while (!tasks.isEmpty() && ledger.tryEnter()) {
            try {
                Runnable task;
                while (budget > 0 && (task = tasks.poll()) != null) {
                    budget--;
                    task.run();
                }
            } finally {
                ledger.leave();
            }
            if (budget == 0 && !tasks.isEmpty()) {
                relief.execute(this::run);
                return;
            }
        }
    }
}
