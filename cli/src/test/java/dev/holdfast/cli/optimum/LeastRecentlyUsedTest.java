package dev.holdfast.cli.optimum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.cli.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeastRecentlyUsedTest {
    private final ResidencyModel model = new LeastRecentlyUsed();

    @Test
    void aHitMakesABufferRecentAgain() {
        Trace trace =
                OptimumTraces.of(
                        List.of("a 10 initial", "b 10 initial", "c 10 initial"),
                        List.of("1 r:a", "2 r:b", "3 r:a", "4 r:c", "5 r:a"));

        // At 4, b is the one not used for longest although it came after a.
        assertEquals(30, model.run(trace, 20, 1).orThrow().bytesToDeviceFrom(0));
    }

    @Test
    void withinAnOperationReadsAreOlderThanWhatIsOnlyWritten() {
        Trace trace =
                OptimumTraces.of(
                        List.of("a 10 initial", "b 10", "c 10 initial"),
                        List.of("1 r:a w:b", "2 r:c", "3 r:b"));

        assertEquals(
                List.of(new IterationTraffic(20, 20, 0, 1, 1)),
                model.run(trace, 20, 1).orThrow().iterations());
    }

    @Test
    void thePastIsRememberedAcrossIterations() {
        Trace trace =
                OptimumTraces.of(
                        List.of("a 10 initial", "b 10 initial", "c 10 initial"),
                        List.of("1 r:a", "2 r:b", "3 r:c"));

        assertEquals(
                List.of(
                        new IterationTraffic(30, 30, 0, 1, 1),
                        new IterationTraffic(30, 0, 0, 3, 3)),
                model.run(trace, 20, 2).orThrow().iterations());
    }
}
