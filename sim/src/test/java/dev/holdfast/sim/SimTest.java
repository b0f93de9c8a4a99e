package dev.holdfast.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.shape.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Fixed seeds of the real thing. Longer runs: `./dev sim`.
class SimTest {
    private static final long SEEDS = 12;
    private static final long STEPS = 100_000;

    private final Sim sim = Sim.open().ofEverything();

    @Test
    void everyPromiseIsKeptAndEveryMarkIsMet() {
        Marks marks = new Marks();
        for (long seed = 0; seed < SEEDS; seed++) {
            SimReport report = sim.run(seed, STEPS, done -> {});
            assertEquals(Optional.empty(), report.violation());
            assertTrue(report.steps() >= STEPS, report.steps() + " steps");
            marks.addAll(report.marks());
        }
        assertEquals(List.of(), marks.missing());
    }

    @Test
    void aRunIsRepeatedByItsSeed() {
        SimReport first = sim.run(5, 30_000, done -> {});
        SimReport second = Sim.open().ofEverything().run(5, 30_000, done -> {});
        assertEquals(first.digest(), second.digest());
        assertEquals(first.steps(), second.steps());
        for (Mark mark : Mark.values()) {
            assertEquals(first.marks().count(mark), second.marks().count(mark), mark.text());
        }
        assertNotEquals(first.digest(), sim.run(6, 30_000, done -> {}).digest());
    }

    @Test
    void whatHappensInAnEpisodeCanBeRead() {
        List<String> lines = new ArrayList<>();
        long seed = Sim.episode(5, 0);
        SimReport told = sim.play(seed, sim.shape(seed), lines::add);
        assertEquals(sim.play(seed, sim.shape(seed)).digest(), told.digest());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("placed: work 0 ")));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("runs: work 0 ")));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("settled: work 0 ")));
    }
}
