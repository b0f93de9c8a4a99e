package dev.holdfast.device.fence;

import java.util.ArrayList;
import java.util.List;

/// What foreign code may throw, and how a test sees what a thread was told of it.
final class Rudeness {
    private Rudeness() {}

    /// One of each kind.
    static List<Throwable> all() {
        return List.of(
                new IllegalStateException("rude"),
                new Error("rude"),
                new OutOfMemoryError("rude"),
                new StackOverflowError("rude"),
                new InternalError("rude"),
                new java.io.IOException("undeclared"));
    }

    /// Throws `thrown`, declared or not.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <E extends Throwable> void raise(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /// What goes to this thread's handler while `step` runs.
    static List<Throwable> reportedBy(Runnable step) {
        Thread self = Thread.currentThread();
        List<Throwable> reported = new ArrayList<>();
        self.setUncaughtExceptionHandler((thread, thrown) -> reported.add(thrown));
        try {
            step.run();
        } finally {
            self.setUncaughtExceptionHandler(null);
        }
        return reported;
    }
}
