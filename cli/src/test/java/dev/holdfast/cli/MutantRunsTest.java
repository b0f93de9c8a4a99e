package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.report.Lines;
import dev.holdfast.mutants.Checkout;
import dev.holdfast.mutants.Simulation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutantRunsTest {
    /// Stands for the simulator: looks where the interceptor's class comes from.
    private static final String SIMULATOR =
            """
            public class Simulator {
                public static void main(String[] words) throws Exception {
                    boolean seen = Class.forName("dev.holdfast.memory.migrate.Interceptor")
                            .getResource("Interceptor.class").toString()
                            .contains("only-last-chunk-checked");
                    String violation = "{\\"promise\\":\\"P3\\",\\"message\\":\\"x\\"}";
                    String run = "{\\"steps\\":5,\\"violation\\":"
                            + (seen ? violation : "null") + "}";
                    String runs = String.join(",", java.util.Collections.nCopies(
                            Integer.parseInt(words[5]), run));
                    java.nio.file.Files.writeString(java.nio.file.Path.of(words[8]),
                            "{\\"runs\\":[" + runs + "]}");
                    System.exit(seen ? 1 : 0);
                }
            }
            """;

    private final StringWriter out = new StringWriter();

    private MutantRuns runs(Optional<Checkout> checkout) {
        return new MutantRuns(checkout, new Lines(new PrintWriter(out)));
    }

    @Test
    void allAreListedWithWhatTheyRemove() throws Exception {
        assertEquals(0, runs(Checkout.here()).list());

        assertTrue(
                out.toString()
                        .lines()
                        .anyMatch(line ->
                                line.startsWith("only-last-chunk-checked ")
                                        && line.contains("mutant")
                                        && line.contains("P3")
                                        && line.contains("how the last chunk ended")),
                out::toString);
    }

    @Test
    void aMutantThatIsCaughtEndsWithOneAndNamesThePromise(@TempDir Path folder) throws Exception {
        Path source = folder.resolve("Simulator.java");
        Files.writeString(source, SIMULATOR);
        var simulation = new Simulation(List.of(source.toString()), 9, Duration.ofSeconds(60));

        int status = runs(Checkout.here()).look("only-last-chunk-checked", 1, 2, simulation);

        assertEquals(1, status, out::toString);
        assertTrue(out.toString().contains("seed 2: P3 after 5 steps: x"), out::toString);
        assertTrue(out.toString().contains("2 of 2 seeds caught it, naming P3"), out::toString);
    }

    @Test
    void aMutantThatNobodyNoticesEndsWithZero(@TempDir Path folder) throws Exception {
        Path source = folder.resolve("Simulator.java");
        Files.writeString(source, SIMULATOR);
        var simulation = new Simulation(List.of(source.toString()), 9, Duration.ofSeconds(60));

        int status = runs(Checkout.here()).look("slack-not-cleared", 1, 1, simulation);

        assertEquals(0, status, out::toString);
        assertTrue(out.toString().contains("seed 1: nothing noticed"), out::toString);
    }

    @Test
    void aMutantThatThereIsNotIsNamedWithThoseThereAre() {
        InputException wrong =
                assertThrows(
                        InputException.class,
                        () -> runs(Checkout.here()).look("nonesuch", 1, 1, Simulation.of(1)));
        assertTrue(wrong.getMessage().contains("only-last-chunk-checked"), wrong.getMessage());
    }

    @Test
    void withoutSourcesThereIsOneClearLine() {
        InputException wrong =
                assertThrows(InputException.class, () -> runs(Optional.empty()).list());
        assertTrue(wrong.getMessage().contains("only from a checkout"), wrong.getMessage());
    }
}
