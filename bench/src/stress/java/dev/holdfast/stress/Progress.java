package dev.holdfast.stress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps what a child process prints in a file and shows how far it is, a line now and then.
final class Progress {
    private static final Pattern RESULTS =
            Pattern.compile("\\(Results: (\\d+) planned; (\\d+) passed, (\\d+) failed.*");
    private static final int LINES = 8;

    private final String what;
    private int shown;

    Progress(String what) {
        this.what = what;
    }

    /// Reads until the process ends; answers its exit status.
    int follow(Process process, Path log) throws IOException, InterruptedException {
        try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(log));
                BufferedReader output =
                        new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
            output.lines()
                    .forEach(line -> {
                        file.println(line);
                        show(line);
                    });
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
        return process.waitFor();
    }

    private void show(String line) {
        Matcher results = RESULTS.matcher(line);
        if (!results.matches()) {
            return;
        }
        int planned = Integer.parseInt(results.group(1));
        int done = Integer.parseInt(results.group(2)) + Integer.parseInt(results.group(3));
        int share = done * LINES / Math.max(1, planned);
        if (share > shown) {
            shown = share;
            System.out.printf("%s: %d of %d runs%n", what, done, planned);
        }
    }
}
