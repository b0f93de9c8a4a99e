package dev.holdfast.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where a command prints, which remembers why it could not.
///
/// A [PrintWriter] tells nobody what went wrong, and [System#out] not even that something did. A
/// report that reached nobody is no success: see [#verdict].
final class StandardOutput {
    /// What a process ends with that a shell finds killed by a closed pipe.
    private static final int CLOSED_PIPE = 128 + 13;

    private static final String CLOSED_PIPE_MESSAGE = "Broken pipe";

    private final Remembering target;
    private final PrintWriter writer;

    /// Keeps the first failure, and writes nothing more after it.
    private static final class Remembering extends FilterOutputStream {
        private Optional<IOException> failure = Optional.empty();

        Remembering(OutputStream target) {
            super(target);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (failure.isPresent()) {
                throw failure.get();
            }
            try {
                out.write(bytes, from, count);
            } catch (IOException failed) {
                failure = Optional.of(failed);
                throw failed;
            }
        }
    }

    /// In UTF-8, whatever the terminal thinks: a replay's output is the same everywhere.
    StandardOutput(OutputStream target) {
        this.target = new Remembering(target);
        this.writer =
                new PrintWriter(new OutputStreamWriter(this.target, StandardCharsets.UTF_8), true);
    }

    PrintWriter writer() {
        return writer;
    }

    /// With what a command ends that itself would end with `status`. Whoever closes a pipe, as
    /// `head` does, has read enough and is told nothing; anything else that kept output from
    /// getting where it belongs is said on `err`.
    int verdict(int status, PrintWriter err) {
        writer.flush();
        if (target.failure.isEmpty()) {
            return status;
        }
        String reason = String.valueOf(target.failure.get().getMessage());
        if (reason.contains(CLOSED_PIPE_MESSAGE)) {
            return CLOSED_PIPE;
        }
        OneLineErrors.print(err, "standard output cannot be written: " + reason);
        return status == 0 ? 2 : status;
    }
}
