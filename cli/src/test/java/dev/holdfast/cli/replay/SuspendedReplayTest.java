package dev.holdfast.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.trace.BuiltInTrainingStep;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceException;
import dev.holdfast.cli.trace.TraceInterleaving;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.testing.Scenario;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A replay whose device is closed in the middle, and another opened.
class SuspendedReplayTest {
    private static final ReplayOptions QUARTER =
            ReplayOptions.defaults().withDeviceMemory(MemorySize.parse("25%"));

    private static Trace tenants(int clients) throws TraceException {
        return new TraceInterleaving(clients, 1)
                .of(BuiltInTrainingStep.DEFAULT.trace().scaled(0.01 / clients));
    }

    @ParameterizedTest
    @Scenario(
            value = {"K1", "24"},
            breaks = "any word is another on the second device than it was on the first")
    @CsvSource({"1, 1", "1, 200", "1, 487", "4, 900"})
    void everyWordIsWhatItWouldHaveBeen(int clients, long operation) throws TraceException {
        Trace trace = tenants(clients);
        ReplayReport straight = SmallTrace.run(trace, QUARTER);

        ReplayReport report =
                SmallTrace.run(trace, QUARTER.withSuspendAt(Set.of(operation, operation + 1)));

        assertTrue(report.isGood(), report::toString);
        assertEquals(straight.verification().digest(), report.verification().digest());
        int possible = operation < trace.ops().size() ? 2 : 1;
        assertEquals(possible, report.suspends().done(), report.suspends()::toString);
        assertEquals(List.of(), report.suspends().refused());
        assertTrue(operation == 1 || report.suspends().bytes() > 0);
        assertTrue(operation == 1 || report.suspends().bound() > 0);
    }

    @Test
    @Scenario(value = "K1", breaks = "what is repaired on the way out is repaired with other bytes")
    void alsoWhereCopiesFailOnTheWay() throws TraceException {
        Trace trace = tenants(2);
        String digest = SmallTrace.run(trace, QUARTER).verification().digest();

        ReplayReport report =
                SmallTrace.run(
                        trace,
                        QUARTER.withSuspendAt(Set.of(100L, 400L, 700L))
                                .withFaults(
                                        List.of(
                                                FaultSpec.parse("copy-in:fail@10%"),
                                                FaultSpec.parse("copy-out:fail@10%"))));

        assertTrue(report.isGood(), report::toString);
        assertEquals(digest, report.verification().digest());
        assertEquals(3, report.suspends().done(), report.suspends()::toString);
    }

    @Test
    @Scenario(
            value = {"K2", "E3"},
            breaks = "a replay on a device that is lost cannot go on, or goes on with wrong words")
    void aLostDeviceIsReplacedAndWhatItTookIsRefusedByName() throws TraceException {
        Trace trace = tenants(1);

        ReplayReport report =
                SmallTrace.run(
                        trace,
                        QUARTER.withSuspendAt(Set.of(300L, 450L))
                                .withFaults(List.of(FaultSpec.parse("device:lose@#200"))));

        assertEquals(0, report.verification().mismatchedReads());
        assertTrue(report.suspends().done() > 0, report.suspends()::toString);
        // how much of it was in host memory by then is chance
        var skips = report.verification().skips();
        assertTrue(
                skips.stream().anyMatch(skip -> skip.toString().contains("DEVICE_LOST")),
                skips::toString);
        assertEquals(List.of(), report.leaks());
    }
}
