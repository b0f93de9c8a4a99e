package dev.holdfast.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class ScenarioRecorderTest {

    @TempDir private Path folder;

    @Test
    void everyResultIsRecordedOnceForEachId() throws IOException {
        assertEquals(
                List.of(
                        "1 aborts aborted",
                        "1 fails failed",
                        "1 oneOfThreeFails failed",
                        "1 passes passed",
                        "A2 passes passed",
                        "2 inherits passed",
                        "3 inNest passed"),
                run(Sample.class));
    }

    @Test
    void aDisabledClassIsSkippedTestByTest() throws IOException {
        assertEquals(List.of("4 neverRun skipped"), run(Off.class));
    }

    @Test
    void aClassThatFailsToSetUpFailsItsTests() throws IOException {
        assertEquals(List.of("5 neverReached failed"), run(NoStart.class));
    }

    @Test
    void aSuiteHandsItsScenariosToThoseThatExtendIt() throws IOException {
        assertEquals(List.of("6 general passed"), run(Special.class));
    }

    @Test
    void aSecondRunAppends() throws IOException {
        run(Special.class);
        assertEquals(2, run(Special.class).size());
    }

    @Test
    void withoutTheFolderNothingIsWritten() throws IOException {
        Path nowhere = folder.resolve("absent").resolve("scenarios.tsv");
        launch(Special.class, nowhere);
        assertFalse(Files.exists(nowhere));
    }

    @Test
    void theSentenceIsKeptOnOneLine() throws IOException {
        run(Special.class);
        String line = Files.readAllLines(folder.resolve("scenarios.tsv")).getFirst();
        assertTrue(line.endsWith("\ta sentence in two lines"), line);
    }

    private List<String> run(Class<?> type) throws IOException {
        Path file = folder.resolve("scenarios.tsv");
        launch(type, file);
        List<String> found = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split("\t");
            assertEquals(5, cells.length, line);
            found.add(cells[0] + " " + cells[2] + " " + cells[3]);
        }
        return found;
    }

    private static void launch(Class<?> type, Path file) {
        var quiet = LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false);
        var request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(type));
        LauncherFactory.create(quiet.build()).execute(request.build(), new ScenarioRecorder(file));
    }

    static class Sample {
        @Test
        @Scenario(
                value = {"1", "A2"},
                breaks = "x")
        void passes() {}

        @Test
        @Scenario(value = "1", breaks = "x")
        void fails() {
            throw new AssertionError("on purpose");
        }

        @Test
        @Scenario(value = "1", breaks = "x")
        void aborts() {
            Assumptions.abort("on purpose");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        @Scenario(value = "1", breaks = "x")
        void oneOfThreeFails(int n) {
            assertTrue(n != 2);
        }

        @Test
        void standsForNothing() {}

        @Nested
        @Scenario(value = "2", breaks = "x")
        class Inner {
            @Test
            void inherits() {}

            @Nested
            class Nest {
                @Test
                @Scenario(value = "3", breaks = "x")
                void inNest() {}
            }
        }
    }

    @Disabled("on purpose")
    static class Off {
        @Test
        @Scenario(value = "4", breaks = "x")
        void neverRun() {}
    }

    static class NoStart {
        @BeforeAll
        static void refuse() {
            throw new IllegalStateException("on purpose");
        }

        @Test
        @Scenario(value = "5", breaks = "x")
        void neverReached() {}
    }

    @Scenario(value = "6", breaks = "a sentence\n\tin two lines")
    abstract static class General {
        @Test
        void general() {}
    }

    static class Special extends General {}
}
