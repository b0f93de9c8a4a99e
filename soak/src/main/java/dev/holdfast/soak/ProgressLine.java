package dev.holdfast.soak;

import dev.holdfast.soak.play.Count;
import dev.holdfast.soak.play.Tally;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/// One line a second: on a terminal, written over the one before; elsewhere, one a minute.
final class ProgressLine {
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream err;
    private final Duration length;
    private final boolean terminal;
    private long minutes;

    ProgressLine(PrintStream err, Duration length) {
        this.err = err;
        this.length = length;
        this.terminal = isTerminal();
    }

    private static boolean isTerminal() {
        try {
            String name = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            boolean dumb = "dumb".equals(System.getenv("TERM"));
            return !dumb && (name.startsWith("/dev/pts/") || name.startsWith("/dev/tty"));
        } catch (java.io.IOException | UnsupportedOperationException noSuchView) {
            return false;
        }
    }

    void show(Duration elapsed, Tally tally) {
        String text = text(elapsed, length, tally);
        if (terminal) {
            err.print(CLEAR + text);
            err.flush();
        } else if (elapsed.toMinutes() > minutes) {
            minutes = elapsed.toMinutes();
            err.println(text);
        }
    }

    void end() {
        if (terminal) {
            err.print(CLEAR);
            err.flush();
        }
    }

    static String text(Duration elapsed, Duration length, Tally tally) {
        long operations = tally.get(Count.OPERATIONS);
        double seconds = Math.max(1e-3, elapsed.toMillis() / 1e3);
        return String.format(
                Locale.ROOT,
                "soaking %d:%02d of %d:%02d  %,d moves  %.0f moves/s  %,d words verified  %,d lost"
                        + " by name",
                elapsed.toMinutes(),
                elapsed.toSecondsPart(),
                length.toMinutes(),
                length.toSecondsPart(),
                operations,
                operations / seconds,
                tally.get(Count.WORDS),
                tally.get(Count.LOST_BY_NAME));
    }
}
