package dev.holdfast.cli.optimum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.cli.trace.RealTraces;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceException;
import dev.holdfast.cli.trace.TraceFigures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The head-room that is known for `bert-base-b256` (README beside the real traces): gigabytes
/// fetched again, as a mean over two iterations, by share of the peak.
class PublishedHeadroomTest {
    @ParameterizedTest
    @CsvSource({"0.10, 54.1, 60.6", "0.25, 42.6, 46.2", "0.50, 25.7, 30.2", "0.75, 12.9, 15.1"})
    void bothRowsAreReproducedWithinOnePercent(double share, double furthest, double recent)
            throws TraceException {
        Trace trace = RealTraces.read("bert-base-b256.ops.jsonl.gz");
        long capacityBytes = (long) (TraceFigures.of(trace).peakLiveBytes() * share);

        assertGigabytes(furthest, new FurthestNextUse().run(trace, capacityBytes, 2));
        assertGigabytes(recent, new LeastRecentlyUsed().run(trace, capacityBytes, 2));
    }

    private static void assertGigabytes(double expected, TrafficOutcome outcome) {
        assertEquals(expected, outcome.orThrow().meanRefetchedBytes() / 1e9, expected / 100);
    }
}
