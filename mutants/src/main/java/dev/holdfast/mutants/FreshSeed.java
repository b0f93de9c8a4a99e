package dev.holdfast.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The seed that a commit stands for: another for each, so that nothing is shown twice by the same
/// numbers, and the same for whoever looks at the same sources.
final class FreshSeed {
    private static final int DIGITS = 7;
    private static final int HEXADECIMAL = 16;

    private FreshSeed() {}

    /// The seed of what is checked out in `root`; of no commit, one of the moment.
    static long of(Path root) {
        String commit = commit(root);
        return commit.matches("[0-9a-f]{7,}")
                ? Long.parseLong(commit.substring(0, DIGITS), HEXADECIMAL)
                : System.nanoTime() & Integer.MAX_VALUE;
    }

    private static String commit(Path root) {
        try {
            Process git =
                    new ProcessBuilder("git", "rev-parse", "HEAD")
                            .directory(root.toFile())
                            .redirectErrorStream(true)
                            .start();
            try (InputStream answer = git.getInputStream()) {
                return new String(answer.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        } catch (IOException noGit) {
            return "";
        }
    }
}
