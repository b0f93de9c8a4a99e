package dev.holdfast.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.sim.shape.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Episodes that have broken a promise once, played again. Each file says what was wrong.
///
/// An episode is drawn, not recorded: from a number and a shape, by the generator of the day. When
/// the generator changes, the number stands for another play. So each file also says what the play
/// has to *meet*, and by which tests the very scenario is held whatever the generator draws. If an
/// episode does not meet it any more, it is worthless: take the mend back, look for another seed
/// that breaks (`./holdfast sim --seed N` prints the smaller episode), and store that in its place.
class StoredEpisodesTest {
    private static final Path FOLDER = Path.of("src/test/resources/episodes");
    private static final String ENDING = ".episode";

    private final Sim sim = Sim.open();

    @TestFactory
    Stream<DynamicTest> everyStoredEpisodeKeepsItsPromises() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(FOLDER)) {
            files = listed.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        }
        assertFalse(files.isEmpty());
        return files.stream()
                .map(file ->
                        DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file)));
    }

    private void play(Path file) throws IOException {
        Map<String, String> said = read(file);
        long episode = Long.parseLong(said.get("episode"));
        var shape = sim.shape(episode).overriddenBy(said.get("shape"));
        SimReport report = sim.play(episode, shape);
        assertEquals(Optional.empty(), report.violation());
        for (String wanted : said.get("meets").split(", ")) {
            Mark mark =
                    Arrays.stream(Mark.values())
                            .filter(each -> each.text().equals(wanted))
                            .findFirst()
                            .orElseThrow();
            assertTrue(
                    report.marks().count(mark) > 0,
                    () -> file + " does not meet \"" + wanted + "\" any more: store another");
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> said = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#")) {
                int colon = line.indexOf(": ");
                said.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        for (String key : List.of("found", "broke", "episode", "shape", "meets", "tests")) {
            assertTrue(said.containsKey(key), () -> file + " does not say \"" + key + '"');
        }
        return said;
    }
}
