package dev.holdfast.cli.trace;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// A trace that cannot be used, told in one line to the person who brought it.
///
/// The message says where (`FILE:LINE: …`, as far as that is known), what is wrong and, where it is
/// not plain from that, what to do. It is checked on purpose: a trace comes from outside, so
/// whoever reads one has to say what happens when it is bad.
public final class TraceException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private static final int QUOTED_CHARACTERS = 60;

    private final String problem;

    /// A problem whose place is not known yet; the reader adds it with [#at(String, long)].
    public TraceException(String problem) {
        this(problem, problem, null);
    }

    private TraceException(String message, String problem, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    static TraceException inFile(String file, String problem) {
        return new TraceException(file + ": " + problem, problem, null);
    }

    /// {@return what is wrong, without the place}
    public String problem() {
        return problem;
    }

    /// {@return the same problem, found on that line of that file}
    public TraceException at(String file, long line) {
        return new TraceException(file + ":" + line + ": " + problem, problem, this);
    }

    /// {@return text from a file in quotes, short and on one line whatever it holds}
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        int shown = Math.min(text.length(), QUOTED_CHARACTERS);
        for (int i = 0; i < shown; i++) {
            char c = text.charAt(i);
            quoted.append(Character.isISOControl(c) ? '?' : c);
        }
        return quoted.append(shown < text.length() ? "...\"" : "\"").toString();
    }
}
