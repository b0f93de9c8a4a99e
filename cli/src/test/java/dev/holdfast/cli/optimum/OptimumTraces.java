package dev.holdfast.cli.optimum;

import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceBuffer;
import dev.holdfast.cli.trace.TraceBuilder;
import dev.holdfast.cli.trace.TraceException;
import java.util.List;

/// Traces written in a line: `"f r:a,b w:c f:a"` is an operation that reads a and b, overwrites c
/// and then frees a. A buffer is declared as `"a 100"`, or `"a 100 initial"`.
final class OptimumTraces {
    private OptimumTraces() {}

    static Trace of(List<String> buffers, List<String> ops) {
        TraceBuilder builder = new TraceBuilder("short");
        try {
            for (String line : buffers) {
                String[] words = line.split(" ");
                long sizeBytes = Long.parseLong(words[1]);
                builder.declare(new TraceBuffer(words[0], sizeBytes, words.length > 2, ""));
            }
            for (String line : ops) {
                builder.operation(
                        line.split(" ")[0], ids(line, "r:"), ids(line, "w:"), ids(line, "f:"), 0);
            }
            return builder.build();
        } catch (TraceException bad) {
            throw new AssertionError(bad);
        }
    }

    private static List<String> ids(String line, String list) {
        for (String word : line.split(" ")) {
            if (word.startsWith(list)) {
                return List.of(word.substring(list.length()).split(","));
            }
        }
        return List.of();
    }
}
