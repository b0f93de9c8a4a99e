package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class ReplayCommandTest {
    /// Small enough that a replay takes a moment.
    private static final List<String> SMALL = List.of("replay", "--scale", "0.02");

    @TempDir private Path folder;

    @Test
    void theJsonHasEveryFieldOfTheDesign() {
        String fields =
                "trace device seed ops buffers clients peakLiveBytes deviceBytes peakDeviceBytes"
                        + " hostBytes wallNanos cpuNanos computeNanos stallNanos submitNanosP50"
                        + " submitNanosP99 bytesToDevice bytesToHost bytesCleared evictions"
                        + " cleanDrops optimalBytesToDevice reads verifiedReads verifiedBytes"
                        + " skippedReads mismatchedReads foreignReads faultsInjected"
                        + " copiesRepairedByHost copiesLost refusals captures leaks digest";

        JsonNode json = Invocation.of(SMALL, "--json", "-").good().json();

        for (String field : fields.split(" ")) {
            assertTrue(json.has(field), field);
        }
    }

    @Test
    void aFileGetsTheSameJsonAndPeopleTheirSummary() throws IOException {
        Path file = folder.resolve("out.json");

        Invocation run = Invocation.of(SMALL, "--json", file.toString()).good();

        JsonNode json = new ObjectMapper().readTree(Files.readString(file));
        String digest = json.get("digest").asString();
        assertTrue(run.out().contains(digest), run.out());
        assertTrue(run.out().endsWith("Every read verified, nothing leaked.\n"), run.out());
        assertEquals(json.get("reads").asLong(), json.get("verifiedReads").asLong());
    }

    @Test
    void aListOfSizesPrintsARowForEachWithOneDigest() throws IOException {
        Path file = folder.resolve("out.json");

        Invocation run =
                Invocation.of(SMALL, "--device-memory", "100%,50%,25%", "--json", file.toString())
                        .good();

        JsonNode curve = new ObjectMapper().readTree(Files.readString(file)).get("curve");
        assertEquals(3, curve.size());
        String digest = curve.get(0).get("digest").asString();
        assertEquals(3, run.out().lines().filter(line -> line.endsWith(digest)).count());
        assertTrue(
                curve.get(2).get("bytesToDevice").asLong()
                        > curve.get(0).get("bytesToDevice").asLong());
        assertTrue(curve.get(2).get("evictions").asLong() > 0);
    }

    @Test
    void aDryRunMovesNothingAndNeedsNoMemory() {
        Invocation run =
                Invocation.of(
                                "replay",
                                "--scale",
                                "100000",
                                "--dry-run",
                                "--device-memory",
                                "100%,25%",
                                "--json",
                                "-")
                        .good();

        assertEquals(2, run.json().get("memory").size());
        assertEquals(0, run.json().get("memory").get(0).get("refetchedBytes").asLong());
        assertTrue(run.json().get("memory").get(1).get("refetchedBytes").asLong() > 0);
    }

    @Test
    void aDryRunInTooLittleMemorySaysWhichOperationDoesNotFit() {
        Invocation run = Invocation.of("replay", "--dry-run", "--device-memory", "1MiB");

        assertEquals(1, run.status());
        assertTrue(run.out().contains("does not fit"), run.out());
    }

    @Test
    void whatDoesNotFitIntoThisMachineIsNotEvenTried() {
        Invocation.of("replay", "--scale", "100000").refused("this machine has", "--dry-run");
    }

    @Test
    void aKernelThatHangsIsToldOfInTextAndJson() {
        Invocation run =
                Invocation.of(
                        "replay",
                        "--scale",
                        "0.005",
                        "--clients",
                        "2",
                        "--device-memory",
                        "25%",
                        "--fault",
                        "kernel:hang@#300",
                        "--watchdog",
                        "300ms");

        assertEquals(1, run.status());
        assertTrue(run.out().contains("1 command did not end"), run.out());
        assertTrue(run.out().contains("hung and was taken from its queue"), run.out());
        JsonNode report =
                Invocation.of(
                                "replay",
                                "--scale",
                                "0.005",
                                "--fault",
                                "kernel:hang@#300",
                                "--watchdog",
                                "300ms",
                                "--json",
                                "-")
                        .json();
        assertEquals(1, report.get("resets").asLong());
        assertTrue(report.get("skippedReads").asLong() > 0);
    }

    @Test
    void helpTellsOfEveryOption() {
        String help = Invocation.of("replay", "--help").good().out();

        for (String option :
                List.of("--device-memory", "--fault", "--json", "--dry-run", "25%", "copy-in")) {
            assertTrue(help.contains(option), help);
        }
        assertTrue(Invocation.of("--help").good().out().contains("devices"));
        assertTrue(Invocation.of("--version").good().out().startsWith("holdfast"));
    }

    @Test
    void devicesSaysHowFarKernelsAreIsolated() {
        String out = Invocation.of("devices").good().out();

        assertTrue(out.contains("soft"), out);
        assertTrue(out.contains("every access of a kernel is checked"), out);
    }
}
