package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What cannot be printed is no success, whatever the command.
class StandardOutputTest {
    @TempDir private Path folder;

    /// Takes some bytes, and then fails with these words.
    private static final class Full extends OutputStream {
        private final String words;
        private int room;

        Full(int room, String words) {
            this.room = room;
            this.words = words;
        }

        @Override
        public void write(int one) throws IOException {
            if (room-- <= 0) {
                throw new IOException(words);
            }
        }
    }

    private static List<List<String>> commands() {
        return List.of(
                List.of("--help"),
                List.of("--version"),
                List.of("help", "replay"),
                List.of("devices"),
                List.of("replay", "--scale", "0.01"),
                List.of("replay", "--scale", "0.01", "--json", "-"),
                List.of("replay", "--scale", "0.01", "--device-memory", "100%,50%"),
                List.of("replay", "--dry-run"),
                List.of("sim", "--steps", "2000"),
                List.of("sim", "--steps", "2000", "--seeds", "2", "--json", "-"));
    }

    @Test
    void outputThatCannotBeWrittenIsAnErrorForEveryCommand() {
        for (List<String> command : commands()) {
            for (int room : new int[] {0, 20}) {
                ByteArrayOutputStream err = new ByteArrayOutputStream();
                int status =
                        Main.run(
                                new Full(room, "No space left on device"),
                                err,
                                command.toArray(String[]::new));
                assertEquals(2, status, command::toString);
                assertEquals(
                        "holdfast: standard output cannot be written: No space left on device\n",
                        err.toString(StandardCharsets.UTF_8),
                        command::toString);
            }
        }
    }

    @Test
    void closedPipeEndsQuietly() {
        for (List<String> command : commands()) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            int status = Main.run(new Full(10, "Broken pipe"), err, command.toArray(String[]::new));
            assertEquals(141, status, command::toString);
            assertEquals("", err.toString(StandardCharsets.UTF_8), command::toString);
        }
    }

    @Test
    void reportGoesIntoItsFileAllTheSame() throws IOException {
        Path file = folder.resolve("out.json");
        List<String> command = new ArrayList<>(List.of("replay", "--scale", "0.01"));
        command.addAll(List.of("--json", file.toString()));
        Main.run(
                new Full(0, "No space left on device"),
                OutputStream.nullOutputStream(),
                command.toArray(String[]::new));

        assertEquals('{', Files.readString(file).charAt(0));
    }
}
