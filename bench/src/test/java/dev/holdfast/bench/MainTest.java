package dev.holdfast.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.bench.budget.Budgets;
import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That every benchmark still runs. Nothing here looks at a time.
class MainTest {
    private static final List<String> LIFETIMES =
            List.of("id,lower,upper,size", "0,0,4,4096", "1,1,3,2048", "2,2,6,1024", "3,4,7,8192");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());

    private Report run(String... words) throws Exception {
        return Main.run(Arguments.of(List.of(words)), out, nowhere);
    }

    @Test
    void everyBudgetRunsOnceAndAnswersRows(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("rows.json");
        Report report = run("--smoke", "--json", json.toString(), "--inputs", folder.toString());

        Set<String> measured = report.rows().stream().map(Row::budget).collect(Collectors.toSet());
        for (Budget budget : Budgets.all(folder, "opencl")) {
            assertTrue(measured.contains(budget.name()), budget.name());
        }
        report.rows().stream()
                .filter(row -> row.measured().isPresent())
                .forEach(row ->
                        assertTrue(Double.isFinite(row.measured().get().median()), row.toString()));
        String table = printed.toString(StandardCharsets.UTF_8);
        assertTrue(table.contains("processors, load"), table);
        assertTrue(Files.readString(json).contains("\"budget\": \"submission\""));
    }

    @Test
    void recordedLifetimesThatAreNotHereAreNotRun(@TempDir Path empty) throws Exception {
        Report report = run("--smoke", "region-fill", "--inputs", empty.toString());

        assertEquals(1, report.rows().size());
        assertEquals(Verdict.NOT_RUN, report.rows().getFirst().verdict());
    }

    @Test
    void deviceIsAskedForByName() throws Exception {
        Verdict usual = run("--smoke", "opencl-kernels").rows().getFirst().verdict();
        assertEquals(
                usual == Verdict.NOT_RUN,
                run("--smoke", "opencl-kernels", "--device", "opencl:0").rows().stream()
                        .anyMatch(row -> row.verdict() == Verdict.NOT_RUN));
        for (String budget : List.of("opencl", "opencl-copies", "opencl-kernels")) {
            Row none = run("--smoke", budget, "--device", "opencl:9").rows().getFirst();
            assertEquals(Verdict.NOT_RUN, none.verdict());
        }
    }

    @Test
    void lifetimesAreReadInBothFormats(@TempDir Path folder) throws Exception {
        Path minimalloc = Files.createDirectory(folder.resolve("minimalloc"));
        for (char letter = 'A'; letter <= 'F'; letter++) {
            Files.write(minimalloc.resolve(letter + ".1048576.csv"), LIFETIMES);
        }
        Path events = folder.resolve("v100-memory-events.csv.gz");
        try (var zipped = new java.util.zip.GZIPOutputStream(Files.newOutputStream(events))) {
            zipped.write(
                    """
                    seq,ts_us,action,addr,size,total_allocated,total_reserved
                    0,0,alloc,0x1000,4096,33558528,99999999
                    1,1,alloc,0x2000,8192,33566720,99999999
                    2,2,free,0x1000,4096,33562624,99999999
                    3,3,alloc,0x3000,512,33563136,99999999
                    """
                            .getBytes(StandardCharsets.UTF_8));
        }

        Report report = run("--smoke", "region-fill", "--inputs", folder.toString());

        assertEquals(2, report.rows().size());
        assertTrue(report.rows().stream().allMatch(row -> row.measured().isPresent()));
    }

    @Test
    void whatIsNoBudgetIsNamedWithThoseThereAre() {
        var wrong =
                assertThrows(IllegalArgumentException.class, () -> run("--smoke", "submissions"));
        assertTrue(wrong.getMessage().contains("submission, recorder, heap"), wrong.getMessage());
        assertThrows(IllegalArgumentException.class, () -> run("--quickly"));
        assertThrows(IllegalArgumentException.class, () -> run("--json"));
        assertFalse(printed.toString(StandardCharsets.UTF_8).contains("processors"));
    }
}
