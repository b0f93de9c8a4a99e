package dev.holdfast.cli.optimum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.cli.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rules of a walk through a trace, each on a trace that a person can follow.
class FurthestNextUseTest {
    private final ResidencyModel model = new FurthestNextUse();

    @Test
    void theBufferUsedLastOfAllMakesRoom() {
        Trace trace =
                OptimumTraces.of(
                        List.of("a 10 initial", "b 10 initial", "c 10 initial"),
                        List.of("1 r:a", "2 r:b", "3 r:c", "4 r:a", "5 r:b"));

        // At 3, b (next used at 5) goes and a (at 4) stays; at 5, c is not needed until next time.
        assertEquals(
                List.of(new IterationTraffic(40, 30, 0, 2, 2)),
                model.run(trace, 20, 1).orThrow().iterations());
        assertEquals(
                List.of(new IterationTraffic(50, 30, 0, 3, 3)),
                new LeastRecentlyUsed().run(trace, 20, 1).orThrow().iterations());
    }

    @Test
    void victimsGoUntilTheNewcomerFits() {
        Trace trace =
                OptimumTraces.of(
                        List.of("a 10 initial", "b 10 initial", "big 25"),
                        List.of("1 r:a", "2 r:b", "3 w:big"));

        assertEquals(
                List.of(new IterationTraffic(20, 20, 0, 2, 2)),
                model.run(trace, 30, 1).orThrow().iterations());
    }

    @Test
    void whatTheOperationUsesItselfNeverMakesRoom() {
        Trace trace =
                OptimumTraces.of(
                        List.of("a 10 initial", "b 10 initial", "c 10 initial"),
                        List.of("1 r:a,b", "2 r:a,c", "3 r:b", "4 r:c", "5 r:a"));

        // At 2, a is used furthest in the future but also right now: b goes.
        Traffic traffic = model.run(trace, 20, 1).orThrow();
        assertEquals(10 + 10 + 10 + 10 + 10, traffic.bytesToDeviceFrom(0));
    }

    @Test
    void overwritingFetchesNothingAndZerosAreNotFetched() {
        Trace trace =
                OptimumTraces.of(
                        List.of("fresh 10", "zeros 10", "w 10 initial"),
                        List.of("1 w:fresh", "2 r:zeros", "3 r:w", "4 w:fresh", "5 r:zeros"));

        assertEquals(
                List.of(new IterationTraffic(10, 10, 20, 4, 2)),
                model.run(trace, 10, 1).orThrow().iterations());
    }

    @Test
    void whatWasWrittenIsWrittenBackOnceAndFetchedAgain() {
        Trace trace =
                OptimumTraces.of(
                        List.of("a 10", "b 10 initial"),
                        List.of("1 w:a", "2 r:b", "3 r:a", "4 r:b", "5 r:a"));

        assertEquals(
                List.of(new IterationTraffic(40, 10, 10, 4, 3)),
                model.run(trace, 10, 1).orThrow().iterations());
    }

    @Test
    void aReadWriteFetchesAndMakesDirty() {
        Trace trace =
                OptimumTraces.of(
                        List.of("a 10 initial", "b 10 initial"), List.of("1 r:a w:a", "2 r:b"));

        assertEquals(
                List.of(
                        new IterationTraffic(20, 20, 10, 1, 0),
                        new IterationTraffic(20, 0, 10, 2, 1)),
                model.run(trace, 10, 2).orThrow().iterations());
    }

    @Test
    void aFreeDropsAtOnceAndTheNextIterationStartsThatBufferAnew() {
        Trace trace =
                OptimumTraces.of(
                        List.of("a 10", "b 10 initial"),
                        List.of("1 w:a", "2 r:a f:a", "3 r:b f:b"));
        IterationTraffic once = new IterationTraffic(10, 10, 0, 0, 0);

        assertEquals(List.of(once, once, once), model.run(trace, 10, 3).orThrow().iterations());
    }

    @Test
    void whatIsNeverFreedStaysForTheNextIteration() {
        Trace trace =
                OptimumTraces.of(List.of("w 10 initial", "a 10"), List.of("1 r:w", "2 r:w w:a"));

        assertEquals(
                List.of(new IterationTraffic(10, 10, 0, 0, 0), new IterationTraffic(0, 0, 0, 0, 0)),
                model.run(trace, 20, 2).orThrow().iterations());
    }

    @Test
    void theNextUseWrapsAroundIntoTheNextIteration() {
        Trace trace =
                OptimumTraces.of(
                        List.of("early 10 initial", "late 10 initial", "last 10 initial"),
                        List.of("1 r:early", "2 r:late", "3 r:last"));

        // At 3, `early` comes round sooner than `late`: the second time hits on it, and on `last`.
        Traffic traffic = model.run(trace, 20, 2).orThrow();
        assertEquals(10, traffic.bytesToDeviceFrom(1));
        assertEquals(30, new LeastRecentlyUsed().run(trace, 20, 2).orThrow().bytesToDeviceFrom(1));
    }

    @Test
    void anOperationLargerThanTheMemoryIsAnAnswer() {
        Trace trace =
                OptimumTraces.of(List.of("a 10", "b 11"), List.of("small w:a", "large r:b w:a"));

        TrafficOutcome outcome = model.run(trace, 20, 1);

        assertEquals(new NeverFits(1, "large", 21, 20), outcome);
        assertEquals(
                "operation 2 (large) touches 21 bytes at once, more than the 20 bytes of memory",
                assertThrows(IllegalStateException.class, outcome::orThrow).getMessage());
        assertEquals(new NeverFits(0, "small", 10, -1), model.run(trace, -1, 1));
    }

    @Test
    void aMemoryOfAnySizeCausesNoOverflow() {
        Trace trace = OptimumTraces.of(List.of("a 10 initial"), List.of("1 r:a"));

        assertEquals(10, model.run(trace, Long.MAX_VALUE, 2).orThrow().bytesToDeviceFrom(0));
    }
}
