package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names of a trace may hold anything: they reach no terminal as more than text.
class HostileNamesTest {
    @TempDir private Path folder;

    private Path trace;

    @BeforeEach
    void writeTrace() throws IOException {
        String text =
                """
                {"format":"ops-trace","version":1,"name":"\\u001b[31mred\\u0007\\n\\u202ename"}
                {"buffer":"a\\u001b[2Jx\\u009b","bytes":65536,"initial":true,"client":"\\u001bc"}
                {"op":"k\\u001b]0;t\\u0007\\nnew line","reads":["a\\u001b[2Jx\\u009b"],\
                "writes":["a\\u001b[2Jx\\u009b"]}
                """;
        trace = Files.writeString(folder.resolve("t.jsonl"), text);
    }

    private static void assertHarmless(Invocation run) {
        for (String text : List.of(run.out(), run.err())) {
            text.codePoints()
                    .filter(point -> point != '\n')
                    .forEach(point ->
                            assertTrue(
                                    Character.getType(point) != Character.CONTROL
                                            && Character.getType(point) != Character.FORMAT,
                                    () -> Integer.toHexString(point) + " in " + text));
        }
    }

    private Invocation replay(String... options) {
        Invocation run = Invocation.of(List.of("replay", trace.toString()), options);
        assertHarmless(run);
        return run;
    }

    @Test
    void reportSpellsThemOut() {
        Invocation run = replay("--fault", "kernel:fail@always");

        assertEquals(1, run.status(), run.err());
        assertTrue(run.out().contains("\\u001b[31mred\\u0007\\u000a\\u202ename: 1 operation"));
        assertTrue(run.out().contains("k\\u001b]0;t\\u0007\\u000anew line: "), run.out());
        assertTrue(run.out().lines().noneMatch(line -> line.startsWith("new line")), run.out());
        replay("--device-memory", "100%,50%");
        replay("--dry-run", "--device-memory", "100%,1B");
    }

    @Test
    void jsonMeansTheSame() {
        var report = replay("--fault", "kernel:fail@always", "--json", "-").json();

        assertEquals("\u001b[31mred\u0007\n\u202ename", report.get("trace").asString());
        assertEquals(
                "k\u001b]0;t\u0007\nnew line", report.get("skips").get(0).get("op").asString());
    }

    @Test
    void captureAndFlightLogSpellThemOut() {
        String log = folder.resolve("log").toString();
        String captures = folder.resolve("captures").toString();
        replay(
                "--fault",
                "kernel:hang@#1",
                "--watchdog",
                "200ms",
                "--capture-dir",
                captures,
                "--recorder",
                log);
        String capture = captures + "/capture-1.zip";
        for (List<String> command :
                List.of(
                        List.of("capture", "show", "--hex", capture),
                        List.of("capture", "show", "--json", capture),
                        List.of("capture", "html", capture, "-o", "-"),
                        List.of("capture", "i915-text", capture),
                        List.of("capture", "extract", capture, "-o", captures + "/out"),
                        List.of("recorder", "show", log),
                        List.of("recorder", "show", log, "--json"))) {
            Invocation run = Invocation.of(command, new String[0]);
            assertEquals(0, run.status(), run.err());
            assertHarmless(run);
        }
    }

    @Test
    void messagesSpellOutWhatWasGiven() {
        for (List<String> command :
                List.of(
                        List.of("fly\u001b[2J"),
                        List.of("replay", "no\u001b[2J\u202e"),
                        List.of("replay", "--device", "\u001bsoft"),
                        List.of("replay", "--fault", "x\u009b"),
                        List.of("capture", "show", "no\u001b"),
                        List.of("recorder", "show", "no\u001b"))) {
            Invocation run = Invocation.of(command, new String[0]);
            assertEquals(2, run.status());
            assertHarmless(run);
        }
    }
}
