package dev.holdfast.memory.ledger;

import dev.holdfast.device.fence.ForeignCode;
import dev.holdfast.device.fence.SettlingSection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Work that needs the ledger and comes from where nobody may wait for it.
///
/// Whoever posts tries to take the ledger and run what is there. If somebody else holds it, that
/// thread looks here after letting go. The two orders, post then try and let go then look, are what
/// makes it impossible for work to be left behind: either the poster finds the ledger free, or the
/// holder finds the work. One run does a bounded number of tasks and then asks `relief` to go on,
/// so that a completion thread is not kept by other people's work.
public final class Drain {
    private static final int TASKS_A_RUN = 256;

    private final Queue<Runnable> tasks;
    private final Ledger ledger;
    private final Executor relief;

    Drain(Ledger ledger, Executor relief) {
        this(ledger, relief, new ConcurrentLinkedQueue<>());
    }

    /// With a queue that a test can stop at the moment that matters.
    Drain(Ledger ledger, Executor relief, Queue<Runnable> tasks) {
        this.tasks = tasks;
        this.ledger = ledger;
        this.relief = relief;
    }

    /// Has `task` run under the ledger: now if it is free, else by its holder or soon after. Never
    /// blocks. Tasks run in the order in which they were posted.
    public void post(Runnable task) {
        tasks.add(task);
        run();
    }

    /// Runs what is there, unless another thread holds the ledger, then what this thread owes for
    /// it. A task that throws does not stop the others: who else would run them?
    void run() {
        try (var section = ledger.settling()) {
            int left = TASKS_A_RUN;
            while (!tasks.isEmpty() && ledger.tryEnter()) {
                try {
                    left = runTasks(left, section);
                } finally {
                    ledger.leave();
                }
                if (left == 0 && !tasks.isEmpty()) {
                    if (relieved()) {
                        break;
                    }
                    left = TASKS_A_RUN;
                }
            }
            ledger.settleUp(section);
        }
    }

    private int runTasks(int most, SettlingSection section) {
        int left = most;
        Runnable task;
        while (left > 0 && (task = tasks.poll()) != null) {
            left--;
            section.attempt(task);
        }
        return left;
    }

    /// False if `relief` refuses or throws: then there is nobody but this thread. One that had
    /// taken the run all the same does no harm.
    private boolean relieved() {
        try {
            relief.execute(this::run);
            return true;
        } catch (RejectedExecutionException shutDown) {
            return false;
        } catch (Throwable thrown) {
            ForeignCode.threw(thrown);
            return false;
        }
    }
}
