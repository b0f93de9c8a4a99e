package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import tools.jackson.databind.JsonNode;

/// Replays of the built-in trace by way of the command line.
public final class Replayed {
    private Replayed() {}

    /// The report of one that ends with `status`.
    public static JsonNode json(int status, String... options) {
        String[] all = new String[options.length + 3];
        all[0] = "replay";
        System.arraycopy(options, 0, all, 1, options.length);
        all[options.length + 1] = "--json";
        all[options.length + 2] = "-";
        Invocation run = Invocation.of(all);
        assertEquals(status, run.status(), run.err() + run.out());
        return run.json();
    }
}
