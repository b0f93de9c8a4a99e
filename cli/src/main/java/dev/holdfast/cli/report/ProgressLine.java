package dev.holdfast.cli.report;

import dev.holdfast.cli.replay.Progress;
import dev.holdfast.device.unit.PlainText;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// One line on a terminal that is written over a few times a second: how much is done, how quickly,
/// how much device memory is in use, and how long it will take.
public final class ProgressLine implements Progress {
    private static final long EVERY_MILLIS = 200;
    private static final int BAR_WIDTH = 24;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter terminal;

    private ProgressLine(PrintWriter terminal) {
        this.terminal = terminal;
    }

    /// A line on `err` if that is a terminal, else nothing.
    public static Progress on(PrintWriter err) {
        return isTerminal() ? new ProgressLine(err) : Progress.NONE;
    }

    /// Whether standard error is a terminal. Java only tells about its other two streams; where the
    /// operating system shows open files by name, that is asked.
    private static boolean isTerminal() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        Path error = Path.of("/proc/self/fd/2");
        try {
            String name = Files.readSymbolicLink(error).toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException noSuchView) {
            return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        }
    }

    @Override
    public Shown begin(String what, Supplier<Status> status) {
        ScheduledExecutorService clock =
                Executors.newSingleThreadScheduledExecutor(
                        task -> Thread.ofPlatform().daemon().name("progress").unstarted(task));
        long beganNanos = System.nanoTime();
        var showing =
                clock.scheduleAtFixedRate(
                        () -> show(what, status.get(), System.nanoTime() - beganNanos),
                        EVERY_MILLIS,
                        EVERY_MILLIS,
                        TimeUnit.MILLISECONDS);
        return () -> {
            showing.cancel(false);
            clock.shutdown();
            clock.close();
            terminal.print(CLEAR);
            terminal.flush();
        };
    }

    private void show(String what, Status status, long elapsedNanos) {
        terminal.print(CLEAR + text(what, status, elapsedNanos));
        terminal.flush();
    }

    /// The line.
    static String text(String what, Status status, long elapsedNanos) {
        double done = status.opsInAll() == 0 ? 0 : (double) status.opsDone() / status.opsInAll();
        int filled = (int) Math.round(done * BAR_WIDTH);
        long rate = Math.round(status.opsDone() / Math.max(1e-9, elapsedNanos / 1e9));
        String left =
                done > 0 ? Words.nanos(Math.round(elapsedNanos / done * (1 - done))) + " left" : "";
        String resident =
                status.residentBytes() < 0 ? "" : Words.bytes(status.residentBytes()) + " resident";
        return "%s ▕%s%s▏ %s  %s %ss/s  %s  %s"
                .formatted(
                        PlainText.of(what),
                        "█".repeat(filled),
                        " ".repeat(BAR_WIDTH - filled),
                        Words.percent(Math.round(done * 100) / 100.0),
                        Words.count(rate),
                        status.noun(),
                        resident,
                        left)
                .stripTrailing();
    }
}
