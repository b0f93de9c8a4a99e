package dev.holdfast.cli.report;

import dev.holdfast.device.unit.PlainText;
import java.io.PrintWriter;
import java.util.Locale;

/// Prints lines for people, on a terminal or into a file. Everything that is printed for them goes
/// through here, because names and messages in it are somebody else's: a line stays one line and is
/// what it looks like ([PlainText]).
public final class Lines {
    private final PrintWriter out;

    /// Prints to `out`, which stays the caller's.
    public Lines(PrintWriter out) {
        this.out = out;
    }

    /// Prints one line.
    public void line(String text) {
        out.println(PlainText.of(text));
    }

    /// Prints one line, made as [String#format] makes it; the end of the line is added.
    @SuppressWarnings("AnnotateFormatMethod") // its annotation is no part of this build
    public void format(String format, Object... values) {
        line(String.format(Locale.ROOT, format, values));
    }

    /// Prints an empty line.
    public void blank() {
        out.println();
    }

    /// Sees to it that everything is where it belongs by now. False if it cannot get there any
    /// more: whoever has much to print can as well stop.
    public boolean flush() {
        return !out.checkError();
    }
}
