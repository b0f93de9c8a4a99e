package dev.holdfast.opencl;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one thread of this process that calls drivers whose calls are serial, and that looks which
/// drivers there are before anybody knows what they bear. One for all devices, and it never ends: a
/// driver knows neither devices nor managers, and would not notice that one of them is another's.
///
/// It runs what it is given in order. Whoever runs on it already calls at once.
final class DriverThread implements Executor {
    private static final DriverThread THE = new DriverThread();

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("opencl-calls").unstarted(this::runTasks);

    private DriverThread() {
        thread.start();
    }

    /// The thread.
    static DriverThread get() {
        return THE;
    }

    /// True on it.
    boolean isCurrent() {
        return Thread.currentThread().equals(thread);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /// What `calls` answer there, or throw. An interrupt of the caller is kept for later: the calls
    /// are made all the same.
    <T> T call(Supplier<T> calls) {
        if (isCurrent()) {
            return calls.get();
        }
        Answer<T> answer = new Answer<>(calls);
        FutureTask<Answer<T>> task = new FutureTask<>(answer, answer);
        execute(task);
        boolean interrupted = false;
        while (true) {
            try {
                return task.get().orThrow();
            } catch (InterruptedException early) {
                interrupted = true;
            } catch (ExecutionException impossible) {
                throw new AssertionError(impossible);
            } finally {
                if (interrupted && task.isDone()) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private void runTasks() {
        while (true) {
            try {
                tasks.take().run();
            } catch (InterruptedException nobodysBusiness) {
                // it ends with the process
            } catch (Throwable thrown) {
                // that of one task: the others' calls have to be made
                thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
            }
        }
    }

    /// Keeps what was answered or thrown.
    private static final class Answer<T> implements Runnable {
        private final Supplier<T> calls;
        private @Nullable T answered;
        private @Nullable Throwable thrown;

        Answer(Supplier<T> calls) {
            this.calls = calls;
        }

        @Override
        public void run() {
            try {
                answered = calls.get();
            } catch (Throwable any) {
                thrown = any;
            }
        }

        T orThrow() {
            return switch (thrown) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case null, default -> Objects.requireNonNull(answered);
            };
        }
    }
}
