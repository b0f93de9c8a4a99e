package dev.holdfast.sim.oracle;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What happened, line by line, for whoever wants to know how it came to a violation. Off, it costs
/// a look at a field: ask [#isOn] before putting a line together.
public final class Journal {
    /// Keeps nothing.
    public static final Journal OFF = new Journal(null);

    private final @Nullable Consumer<String> lines;

    private Journal(@Nullable Consumer<String> lines) {
        this.lines = lines;
    }

    /// Gives every line to `reader`.
    public static Journal to(Consumer<String> reader) {
        return new Journal(reader);
    }

    /// True if somebody reads it.
    public boolean isOn() {
        return lines != null;
    }

    /// Adds a line.
    public void note(String line) {
        if (lines != null) {
            lines.accept(line);
        }
    }
}
