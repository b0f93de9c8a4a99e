package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// One run of the program in this process, from its arguments to its exit status.
record Invocation(int status, String out, String err) {
    static Invocation of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Invocation(status, out.toString(), err.toString());
    }

    /// With these arguments after some others.
    static Invocation of(List<String> first, String... more) {
        String[] all = new String[first.size() + more.length];
        first.toArray(all);
        System.arraycopy(more, 0, all, first.size(), more.length);
        return of(all);
    }

    /// That all was well.
    Invocation good() {
        assertEquals("", err);
        assertEquals(0, status, out);
        return this;
    }

    /// That it could not run, and said why in one line with these words and nothing else.
    void refused(String... words) {
        assertEquals(2, status, err);
        assertEquals("", out);
        assertEquals(1, err.lines().count(), err);
        for (String word : words) {
            assertTrue(err.contains(word), () -> "no \"" + word + "\" in: " + err);
        }
        assertFalse(err.contains("Exception") || err.contains("\tat "), err);
    }

    /// Standard output as the one object that it is.
    JsonNode json() {
        return new ObjectMapper().readTree(out);
    }
}
