package dev.holdfast.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) throws Exception {
        return Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                words);
    }

    @Test
    void aShortSoakPrintsItsTableAndWritesJson(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("soak.json");

        int status = run("--moves", "200", "--threads", "2", "--json", json.toString());

        String table = out.toString(StandardCharsets.UTF_8);
        assertEquals(0, status, table);
        assertTrue(table.contains("words verified"), table);
        assertTrue(table.contains("too short to say whether it grows"), table);
        assertTrue(table.contains("all is well"), table);
        assertTrue(Files.readString(json).contains("\"injected: copy-in fail\""));
    }

    @Test
    void whatCannotBeRunEndsWithTwoAndOneLine() throws Exception {
        assertEquals(2, run("--device", "abacus"));
        assertEquals(2, run("--minutes", "soon"));
        assertEquals(2, run("--minutes", "0"));
        assertEquals(2, run("--faults", "many"));
        assertEquals(2, run("--threads"));
        assertEquals(2, run("--speed", "9"));
        String said = err.toString(StandardCharsets.UTF_8);
        assertEquals(6, said.lines().count(), said);
        assertTrue(said.lines().allMatch(line -> line.startsWith("./dev soak: ")), said);
    }

    @Test
    void helpIsNoFailure() throws Exception {
        assertEquals(0, run("--help"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("--device-memory"));
    }

    @Test
    void rudeSoakHasItsRows(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("soak.json");

        int status = run("--rude", "--moves", "100", "--threads", "2", "--json", json.toString());

        String table = out.toString(StandardCharsets.UTF_8);
        assertEquals(0, status, table);
        assertTrue(table.contains("rude: launches that the driver refused"), table);
        assertTrue(Files.readString(json).contains("\"rude\" : true"), table);
    }

    @Test
    void politeSoakHasNoRudeRows() throws Exception {
        assertEquals(0, run("--moves", "50", "--threads", "1"));

        assertTrue(!out.toString(StandardCharsets.UTF_8).contains("rude"));
    }
}
