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
                static final String VIOLATION =
                        "{\\"promise\\":\\"%s\\",\\"step\\":%d,\\"message\\":\\"off\\"}";

                public static void main(String[] words) throws Exception {
                    long first = Long.parseLong(words[3]);
                    long seeds = Long.parseLong(words[5]);
                    boolean right = dev.holdfast.device.unit.Bytes.mebi(1) == 1048576;
                    if (first == 13) {
                        System.err.println("cannot");
                        System.exit(2);
                    }
                    var runs = new java.util.ArrayList<String>();
                    for (long seed = first; seed < first + seeds; seed++) {
                        String promise = seed == 2 ? "own assertion" : "P2";
                        String violation = right || seed == 3 ? "null"
                                : VIOLATION.formatted(promise, seed);
                        runs.add("{\\"steps\\":%d,\\"violation\\":%s}"
                                .formatted(10 * seed, violation));
                    }
                    java.nio.file.Files.writeString(java.nio.file.Path.of(words[8]),
                            "{\\"runs\\":[" + String.join(",", runs) + "]}");
                    System.exit(right ? 0 : 1);
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

    private MutantResult run(long first, int seeds, List<Long> seen) throws Exception {
        PatchCompiler compiler = PatchCompiler.in(Checkout.require(), RunningModules.current());
        return new Campaign(compiler, simulation(), first, seeds)
                .run(
                        DefinitionReader.read("doubled", DEFINITION),
                        (definition, seed, outcome) -> seen.add(seed));
    }

    @Test
    void everySeedOfAMutantHasItsOutcome() throws Exception {
        List<Long> seen = new ArrayList<>();
        MutantResult result = run(1, 3, seen);

        assertEquals(List.of(1L, 2L, 3L), seen);
        assertEquals(new Caught("P2", 10, "off"), result.outcomes().get(0));
        assertEquals(new Tripped(20, "off"), result.outcomes().get(1));
        assertInstanceOf(Unnoticed.class, result.outcomes().get(2));
    }

    @Test
    void noMoreSeedsLookOnceEnoughHaveCaughtIt() throws Exception {
        PatchCompiler compiler = PatchCompiler.in(Checkout.require(), RunningModules.current());
        List<Long> seen = new ArrayList<>();
        MutantResult result =
                new Campaign(compiler, simulation(), 1, 20, 2)
                        .run(
                                DefinitionReader.read("doubled", DEFINITION),
                                (definition, seed, outcome) -> seen.add(seed));

        // of the first two the second trips, of the next two the first notices nothing
        assertEquals(List.of(1L, 2L, 3L, 4L), seen);
        assertEquals(2, result.caught().size());
    }

    @Test
    void whatCannotRunHasNoVerdictForAnySeed() throws Exception {
        MutantResult result = run(13, 2, new ArrayList<>());
        assertEquals(List.of(new NotRun("cannot"), new NotRun("cannot")), result.outcomes());
    }

    @Test
    void oursIsNotCaught() throws Exception {
        for (SeedOutcome outcome : simulation().run(ChildJvm.same(), 1, 2)) {
            assertInstanceOf(Unnoticed.class, outcome);
        }
    }

    @Test
    void aChildThatEndsWithoutAReportHasNoVerdict() throws Exception {
        Simulation broken =
                new Simulation(List.of("-m", "no.such.module"), 1, Duration.ofSeconds(60));
        NotRun outcome =
                assertInstanceOf(NotRun.class, broken.run(ChildJvm.same(), 1, 1).getFirst());
        assertTrue(outcome.reason().contains("no.such.module"), outcome::reason);
    }
}
