package dev.holdfast.device.fence;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// How code of others is called: a callback, a sink, a listener, an executor, a driver. It may
/// throw anything, errors of the virtual machine included, and that costs nobody but its owner.
public final class ForeignCode {
    private ForeignCode() {}

    /// Runs `call` on this thread once everything is settled that is being settled here, and no
    /// lock is held: at once, if nothing is. It may wait and take locks, unless a caller of all
    /// this is in a [SignallingSection]. What it throws is reported.
    public static void afterwards(Runnable call) {
        ThreadRules rules = ThreadRules.current();
        rules.users.add(new Waiting.Call(call));
        if (rules.settlingDepth == 0 && rules.heldLock == null) {
            Trampoline.run(rules);
        }
    }

    /// Has `executor` run `task`. If it refuses or throws, `otherwise` runs here in its place,
    /// unless the executor has begun the task all the same: exactly one of the two runs, as long as
    /// the executor drops nothing that it has accepted. Never throws what the executor does.
    public static void hand(Executor executor, Runnable task, Runnable otherwise) {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            executor.execute(() -> {
                if (begun.compareAndSet(false, true)) {
                    task.run();
                }
            });
        } catch (Throwable refused) {
            if (!(refused instanceof RejectedExecutionException)) {
                threw(refused);
            }
            if (begun.compareAndSet(false, true)) {
                otherwise.run();
            }
        }
    }

    /// Tells the thread's uncaught-exception handler of what foreign code has thrown, and counts it
    /// if a [SettlingSection] counts. Never throws, whatever the handler does.
    public static void threw(Throwable thrown) {
        ThreadRules rules = ThreadRules.current();
        if (rules.thrown != null) {
            rules.thrown.increment();
        }
        try {
            Thread self = Thread.currentThread();
            self.getUncaughtExceptionHandler().uncaughtException(self, thrown);
        } catch (Throwable handler) {
            // nobody is left who could be told
        }
    }

    /// What was thrown, in words; never throws, although the words are foreign too.
    public static String words(Throwable thrown) {
        try {
            return String.valueOf(thrown);
        } catch (Throwable wordless) {
            return thrown.getClass().getName();
        }
    }
}
