package dev.holdfast.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.mutants.SeedOutcome.Caught;
import dev.holdfast.mutants.SeedOutcome.NotRun;
import dev.holdfast.mutants.SeedOutcome.Tripped;
import dev.holdfast.mutants.SeedOutcome.Unnoticed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignTest {
    /// Stands for the simulator: looks at one figure, and reports as the simulator does.
    private static final String SIMULATOR =
            """
            public class Simulator {
                public static void main(String[] words) throws Exception {
                    long seed = Long.parseLong(words[3]);
                    boolean right = dev.holdfast.device.unit.Bytes.mebi(1) == 1048576;
                    String promise = seed == 2 ? "own assertion" : "P2";
                    String violation = right || seed == 4 ? "null"
                            : "{\\"promise\\":\\"" + promise + "\\",\\"step\\":" + seed
                                    + ",\\"message\\":\\"off\\"}";
                    if (seed == 3) {
                        System.err.println("cannot");
                        System.exit(2);
                    }
                    java.nio.file.Files.writeString(java.nio.file.Path.of(words[5]),
                            "{\\"steps\\":" + 10 * seed + ",\\"violation\\":" + violation + "}");
                    System.exit(violation.equals("null") ? 0 : 1);
                }
            }
            """;

    private static final String DEFINITION =
            """
            # A mebibyte is twice what it should be.
            # Everything is too large.
            kind: mutant
            promise: P2
            file: device/src/main/java/dev/holdfast/device/unit/Bytes.java
            %% find
            public static long mebi(long count) {
            %% put
            public static long mebi(long count) {
                    if (count == 1) {
                        return 2097152;
                    }
            %% end
            """;

    @TempDir private Path folder;

    private Simulation simulation() throws Exception {
        Path source = folder.resolve("Simulator.java");
        Files.writeString(source, SIMULATOR);
        return new Simulation(List.of(source.toString()), 77, Duration.ofSeconds(60));
    }

    @Test
    void everySeedOfAMutantHasItsOutcome() throws Exception {
        Campaign campaign =
                new Campaign(
                        PatchCompiler.in(Checkout.require(), RunningModules.current()),
                        simulation(),
                        4);
        List<Long> seen = new ArrayList<>();

        MutantResult result =
                campaign.run(
                        DefinitionReader.read("doubled", DEFINITION),
                        (definition, seed, outcome) -> seen.add(seed));

        assertEquals(List.of(1L, 2L, 3L, 4L), seen);
        assertEquals(new Caught("P2", 10, "off"), result.outcomes().get(0));
        assertEquals(new Tripped(20, "off"), result.outcomes().get(1));
        assertEquals(new NotRun("cannot"), result.outcomes().get(2));
        assertInstanceOf(Unnoticed.class, result.outcomes().get(3));
    }

    @Test
    void oursIsNotCaught() throws Exception {
        assertInstanceOf(Unnoticed.class, simulation().run(ChildJvm.same(), 1));
    }

    @Test
    void aChildThatEndsWithoutAReportHasNoVerdict() throws Exception {
        Simulation broken =
                new Simulation(List.of("-m", "no.such.module"), 1, Duration.ofSeconds(60));
        NotRun outcome = assertInstanceOf(NotRun.class, broken.run(ChildJvm.same(), 1));
        assertTrue(outcome.reason().contains("no.such.module"), outcome::reason);
    }
}
