package dev.holdfast.soak.rude;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hears of everything that is thrown in the process and that nobody catches, until it is closed.
/// What was thrown on purpose is counted, everything else is a violation.
public final class Uncaught implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Rudeness rudeness;
    private final Consumer<String> violated;
    private final Thread.@Nullable UncaughtExceptionHandler before;

    // guarded by this
    private long heard;

    private Uncaught(Rudeness rudeness, Consumer<String> violated) {
        this.rudeness = rudeness;
        this.violated = violated;
        this.before = Thread.getDefaultUncaughtExceptionHandler();
    }

    /// Begins to listen. `violated` receives what nobody threw on purpose.
    public static Uncaught listen(Rudeness rudeness, Consumer<String> violated) {
        Uncaught uncaught = new Uncaught(rudeness, violated);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.hear(thrown));
        return uncaught;
    }

    private void hear(Throwable thrown) {
        Optional<Rudeness.Mark> mark = rudeness.markIn(String.valueOf(thrown.getMessage()));
        if (mark.isPresent() && mark.get().kind().isReported()) {
            synchronized (this) {
                heard++;
                notifyAll();
            }
            return;
        }
        StringBuilder text = new StringBuilder("nobody caught " + thrown);
        for (StackTraceElement frame : thrown.getStackTrace()) {
            text.append(System.lineSeparator()).append("    at ").append(frame);
        }
        violated.accept(text.toString());
    }

    /// Once nobody plays: says if anything that was thrown was not reported. Threads that are about
    /// to do it have time for that.
    public synchronized void check() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (heard < due()) {
            long leftNanos = deadline - System.nanoTime();
            if (leftNanos <= 0) {
                violated.accept(
                        "%d callbacks and listeners threw, and %d were reported"
                                .formatted(due(), heard));
                return;
            }
            wait(Math.max(1, leftNanos / 1_000_000));
        }
    }

    private long due() {
        long due = 0;
        for (Kind kind : Kind.values()) {
            due += kind.isReported() ? rudeness.given(kind) : 0;
        }
        return due;
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}
